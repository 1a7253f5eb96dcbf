import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import type { BaseEvents } from './test-event.ts';

/** The `.json` files of a folder that hold one object each; a folder that is not there holds none. */
export async function readBaseEvents(folder: string): Promise<BaseEvents> {
  const events = new Map<string, JsonObject>();
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => each.endsWith('.json'))) {
    const parsed = parseJson(await readFile(join(folder, name), 'utf8'));
    if (parsed.ok && isObject(parsed.value)) events.set(name.replace(/\.json$/, ''), parsed.value);
  }
  return events;
}
