import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CORE, INSTRUMENTER } from './folders.ts';

/** Both from zero on. */
interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Mutant {
  readonly id: string;
  readonly fileName: string;
  readonly mutatorName: string;
  readonly replacement: string;
  readonly location: { readonly start: Position; readonly end: Position };
  /** `Ignored` where a comment in the code says so, with its reason. */
  readonly status?: string;
  readonly statusReason?: string;
}

/** All mutants, and the text of each file with all of them in it: a switch picks one when the code runs. */
export interface Instrumented {
  readonly mutants: readonly Mutant[];
  readonly texts: ReadonlyMap<string, string>;
}

interface Instrumenter {
  instrument(
    files: readonly { name: string; content: string; mutate: true }[],
    options: object,
  ): Promise<{ files: { name: string; content: string }[]; mutants: Mutant[] }>;
}

export async function instrumented(places: readonly string[]): Promise<Instrumented> {
  const { Instrumenter } = (await import(pathToFileURL(fetched()).href)) as {
    Instrumenter: new (logger: object) => Instrumenter;
  };
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, isDebugEnabled: () => false };
  const files = typescriptOf(places).map((name) => ({
    name,
    content: readFileSync(name, 'utf8'),
    mutate: true as const,
  }));
  const options = { plugins: null, ignorers: [], excludedMutations: [] };
  const made = await new Instrumenter(silent).instrument(files, options);
  return { mutants: made.mutants, texts: new Map(made.files.map(({ name, content }) => [name, content])) };
}

/** The files of tests that judge a part of the core. */
export const judgesOf = (place: string): string[] =>
  typescriptOf(CORE[place] ?? []).filter((file) => file.endsWith('.test.ts'));

/** Where the instrumenter lies; it is installed there the first time. */
function fetched(): string {
  const folder = join(tmpdir(), `trailhound-${INSTRUMENTER.replaceAll(/[^a-z0-9.]+/g, '-')}`);
  const entry = join(folder, 'node_modules/@stryker-mutator/instrumenter/dist/src/index.js');
  if (existsSync(entry)) return entry;
  mkdirSync(folder, { recursive: true });
  const options = ['--prefix', folder, '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'];
  execFileSync('npm', ['install', ...options, INSTRUMENTER], { stdio: ['ignore', 'inherit', 'inherit'] });
  return entry;
}

function typescriptOf(places: readonly string[]): string[] {
  return places.flatMap((place) =>
    statSync(place).isFile()
      ? [place]
      : readdirSync(place, { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.ts'))
          .sort()
          .map((name) => join(place, name)),
  );
}
