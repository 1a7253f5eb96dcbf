import type { OpenCutter } from '../decode/cutter.ts';
import type { Match, RuleSet } from '../match/rule-set.ts';
import type { Counted } from '../memory/groups.ts';
import { type Batch, type Finding, type Listed, type Read, refusedFile } from './batch.ts';
import { type Found, readFile } from './read-file.ts';

/** What is looked for, and what becomes of it. */
export interface Search {
  readonly rules: RuleSet;
  readonly isCounted: (rule: string) => boolean;
  readonly tells: (rule: Match['rule']) => boolean;
  /** Passes over records that no rule can match; without it, every record is parsed. */
  readonly cutter?: OpenCutter | undefined;
}

/** Where a match was found: its record can be read again. */
export type Origin = Pick<Found, 'piece' | 'nth'>;

/** Reads file after file, in this thread. */
export async function* matchFiles(files: AsyncIterable<Listed>, search: Search): AsyncGenerator<Batch> {
  for await (const { file, unreadable } of files) {
    if (unreadable === undefined) yield* matchFile(file, search);
    else yield refusedFile(file, 'unreadable', unreadable);
  }
}

/**
 * Reads a file and matches what is in it.
 *
 * @param onMatch is told of each match that is among the findings while its piece can still be read
 */
export async function* matchFile(
  file: string,
  search: Search,
  onMatch: (origin: Origin) => void = () => {},
): AsyncGenerator<Batch> {
  const read = new Readings();
  const reading = {
    onBytes: (bytes: number) => read.add({ bytes }),
    onPassed: (records: number) => read.add({ records }),
    open: search.cutter,
  };
  read.add({ files: 1 });
  for await (const found of readFile(file, reading)) {
    const findings: Finding[] = [];
    for (const one of found) {
      if (!one.read.ok) {
        const { reason, detail } = one.read.failure;
        findings.push({ kind: 'refused', place: one.place, reason, detail });
        continue;
      }
      read.add({ records: 1 });
      for (const match of search.rules.match(one.read.value, one.piece?.rules)) {
        const told = search.tells(match.rule);
        if (told) read.add({ matches: 1 });
        const counted = search.isCounted(match.rule.name) ? countedAs(match) : undefined;
        if (match.suppressed !== undefined || (!told && counted === undefined)) continue;
        findings.push({ kind: 'match', match, told, ...(counted === undefined ? {} : { counted }) });
        onMatch(one);
      }
    }
    yield { file, ...read.take(), findings };
  }
  yield { file, ...read.take(), findings: [] };
}

const countedAs = ({ rule, record }: Match): Counted | undefined =>
  record.time === undefined ? undefined : { rule: rule.name, id: record.id, time: record.time, record };

/** Added up until somebody takes them. */
class Readings {
  #files = 0;
  #bytes = 0;
  #records = 0;
  #matches = 0;

  add({ files = 0, bytes = 0, records = 0, matches = 0 }: Partial<Read>): void {
    this.#files += files;
    this.#bytes += bytes;
    this.#records += records;
    this.#matches += matches;
  }

  take(): Read {
    const read = { files: this.#files, bytes: this.#bytes, records: this.#records, matches: this.#matches };
    this.#files = 0;
    this.#bytes = 0;
    this.#records = 0;
    this.#matches = 0;
    return read;
  }
}
