import type { JsonObject } from '../../json.ts';
import { isNumbered } from './cell.ts';
import type { RecordCells } from './cells.ts';
import type { FieldTree } from './fields.ts';

/** What records hold alike is kept for so many; then it is made anew. */
const MOST_KEPT = 4_096;

/**
 * Some fields of a record, as an object. Most of it is the same in many records, like who acted and where: that is made
 * once for all of them.
 */
export class Excerpt {
  readonly #alike: readonly number[];
  readonly #own: readonly number[];
  /** By a hash of the cells. */
  readonly #kept = new Map<number, { readonly cells: readonly number[]; readonly raw: JsonObject }>();

  constructor(fields: readonly number[], tree: FieldTree) {
    const topOf = (field: number): string | undefined => tree.field(field).path[0];
    // What is added to a record's own object must not lie in one that others hold too.
    const own = new Set(fields.filter((field) => tree.field(field).numbers === 0).map(topOf));
    this.#own = fields.filter((field) => own.has(topOf(field)));
    this.#alike = fields.filter((field) => !own.has(topOf(field)));
  }

  /** Undefined where one of the fields cannot be told. What it holds is shared. @param cells look at the record */
  of(cells: RecordCells): JsonObject | undefined {
    const alike = this.#alikeIn(cells);
    return this.#own.length === 0 ? alike : alike && cells.rawOf(this.#own, { ...alike });
  }

  #alikeIn(cells: RecordCells): JsonObject | undefined {
    const fields = this.#alike;
    let hash = 0;
    for (const field of fields) {
      const cell = cells.cell(field);
      if (!isNumbered(cell)) return cells.rawOf(fields);
      hash = Math.imul(hash ^ cell ^ (hash >>> 15), 0x9e3779b1);
    }
    const kept = this.#kept.get(hash);
    if (kept !== undefined && fields.every((field, i) => cells.cell(field) === kept.cells[i])) return kept.raw;
    const raw = cells.rawOf(fields);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    if (raw !== undefined) this.#kept.set(hash, { cells: fields.map((field) => cells.cell(field)), raw });
    return raw;
  }
}
