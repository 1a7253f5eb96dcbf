import type { Piece, SplitterOptions } from './piece.ts';

export interface Whole {
  readonly pieces: Iterable<Piece[]>;
  /** Bytes, decompressed. */
  readonly inflated: number;
}

/**
 * Whoever gives cutters.
 *
 * @param account whose records a file should hold: those of another one are not passed over
 */
export type OpenCutter = (options: SplitterOptions, account?: string) => Cutter;

/** Cuts a stream of bytes into records. It may pass over those that are sure to interest nobody, and counts them. */
export interface Cutter {
  /** Takes the next bytes; gives records that ended in them. The bytes of a piece are a view: use it before the next push. */
  push(chunk: Uint8Array): Piece[];
  /** What is left of a sequence, and whether the stream ended inside something. */
  end(): { readonly pieces: Piece[]; readonly cut: boolean };
  /** True once it is clear that the stream holds no container of records. */
  readonly isForeign: boolean;
  /** True once an array under one of the container keys was entered. */
  readonly sawContainer: boolean;
  /** Records that were passed over so far. */
  readonly passed: number;
  /**
   * Reads a gzipped stream that is here as a whole, where that is faster; undefined where `push` should have it, and where
   * something is wrong with it, so that what is wrong is said in one place.
   */
  readWhole(bytes: Uint8Array): Whole | undefined;
  /** Gives back what it was lent. */
  close(): void;
}
