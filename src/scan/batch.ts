import type { Match } from '../match/rule-set.ts';
import type { Counted } from '../memory/groups.ts';

/** Something in a file, in the order in which it stands there. */
export type Finding =
  | {
      readonly kind: 'match';
      readonly match: Match;
      /** Whether it is an alert of its own. */
      readonly told: boolean;
      /** For rules with memory. */
      readonly counted?: Counted;
    }
  | { readonly kind: 'refused'; readonly place: string; readonly reason: string; readonly detail: string };

/** What was read since the last batch. */
export interface Read {
  readonly files: number;
  readonly bytes: number;
  readonly records: number;
  readonly matches: number;
}

export interface Batch extends Read {
  readonly file: string;
  readonly findings: Iterable<Finding>;
}

/** A file to read, or why there is none. */
export interface Listed {
  readonly file: string;
  readonly unreadable?: string;
}

/** Whoever reads files and matches what is in them: batches in the order of the files. */
export type ReadFiles = (files: AsyncIterable<Listed>) => AsyncIterable<Batch>;

/** A file of which nothing, or nothing more, can be read. */
export const refusedFile = (file: string, reason: string, detail: string): Batch => ({
  file,
  files: 0,
  bytes: 0,
  records: 0,
  matches: 0,
  findings: [{ kind: 'refused', place: 'file', reason, detail }],
});
