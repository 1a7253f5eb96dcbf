import type { Place } from '../../memory/groups.ts';
import type { Read } from '../batch.ts';

/** A batch on its way from a worker: bytes change hands, and records stay bytes until somebody asks for what is in them. */
export interface PackedBatch {
  /** Which file. */
  readonly index: number;
  /** Whether the file ends with it. */
  readonly last: boolean;
  readonly read: Read;
  /** By finding, ROW numbers. */
  readonly rows: Int32Array<ArrayBuffer>;
  /** The pieces with the records that matched. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly refusals: readonly { readonly place: string; readonly reason: string; readonly detail: string }[];
  /** JSON of a list of PackedCount. */
  readonly counts: string;
  /** What it is held to weigh. */
  readonly weight: number;
}

/** What rules with memory count of an event; rules by their places in the list. */
export type PackedCount = readonly [
  time: number,
  id: string,
  places: readonly (readonly [rule: number, readonly Place[]])[],
];

/** Each row begins with one of these. */
export const KIND = { refused: 0, match: 1 } as const;

/** Of a match: kind, rule, where its piece begins and ends, depth, nth, told, place among the counts. */
export const ROW = 8;

/** In place of a depth that was not counted, and of a place among the counts where there is none. */
export const NONE = -1;
