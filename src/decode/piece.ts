import type { JsonObject } from '../json.ts';

/** What is read of a record instead of parsing it, as record/unparsed.ts has it. */
interface Outline {
  readonly id: string;
  readonly time: number | undefined;
  readonly fields: JsonObject;
  readonly json: () => string;
}

/** One value of a stream of JSON, which need not be parsed yet. */
export interface Piece {
  /** The bytes of one value; empty where it was too large and was passed over. */
  readonly bytes: Uint8Array;
  /** How many values came before it. */
  readonly index: number;
  /** Where it starts, in bytes from the beginning of the (decompressed) stream. */
  readonly offset: number;
  /** Levels of objects and arrays, the value itself counted; or more, where they were not counted one by one. */
  readonly depth: number;
  readonly within: 'container' | 'array' | 'sequence';
  readonly oversize: boolean;
  /** The rules that it may match, or surely does, by their places; absent where it may be any of them. */
  readonly rules?: readonly { readonly place: number; readonly sure: boolean }[] | undefined;
  /** What it was read as, where it is sure that it is a record and which rules match: it need not be parsed for them. */
  readonly outline?: Outline | undefined;
}

export interface SplitterOptions {
  /** Top-level keys whose array holds the records. */
  readonly containers: ReadonlySet<string>;
  /** A value larger than this is passed over and reported, so that its neighbours are still read. */
  readonly maxBytes: number;
}
