import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FilterPattern } from './cloudwatch.ts';
import type { Disagreement } from './compare.ts';

/** A pair on which engine and reference once disagreed, and the verdict that turned out right. */
export interface Found {
  readonly dialect: string;
  readonly source: Disagreement['source'];
  readonly tree?: FilterPattern;
  readonly record: Disagreement['record'];
  /** Written by hand once it is decided; until then the reference's word. */
  readonly expected: boolean;
  /** Why the engine is still wrong; taken out when it no longer is. */
  readonly open?: string;
}

export const FOUND_FOLDER = 'test/reference/found';

/** All that was ever found, by file name. */
export function readFound(folder: string): [name: string, found: Found][] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Found]);
}

/** Keeps a disagreement for the tests to replay; the same one twice is one file. */
export function writeFound(
  folder: string,
  dialect: string,
  { engine: _engine, reference, ...pair }: Disagreement,
): string {
  const found: Found = { dialect, ...pair, expected: reference };
  const text = JSON.stringify(found, undefined, 2);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
  const file = join(folder, `${dialect}-${hash}.json`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${text}\n`);
  return file;
}
