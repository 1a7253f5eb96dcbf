import type { Piece } from '../decode/piece.ts';
import { MAX_DEPTH } from '../record/depth.ts';

/** A record in the scanner's memory. Nobody asks most of them for their bytes, so the view of them is made when somebody does. */
export class SievedPiece implements Piece {
  readonly within = 'container';
  readonly index: number;
  readonly offset: number;
  readonly depth: number;
  readonly oversize: boolean;
  readonly rules: Piece['rules'];
  readonly outline: Piece['outline'];
  readonly #memory: Uint8Array;
  readonly #begin: number;
  readonly #end: number;

  /** @param begin in `memory` @param end the same as `begin` where it is too large */
  constructor(
    memory: Uint8Array,
    begin: number,
    end: number,
    known: Pick<Piece, 'index' | 'offset' | 'oversize' | 'rules' | 'outline'> & { readonly mayBeDeep: boolean },
  ) {
    this.index = known.index;
    this.offset = known.offset;
    this.depth = known.mayBeDeep ? Number.POSITIVE_INFINITY : MAX_DEPTH;
    this.oversize = known.oversize;
    this.rules = known.rules;
    this.outline = known.outline;
    this.#memory = memory;
    this.#begin = begin;
    this.#end = end;
  }

  get bytes(): Uint8Array {
    return this.#memory.subarray(this.#begin, this.#end);
  }
}
