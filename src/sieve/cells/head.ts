import type { JsonObject } from '../../json.ts';
import { HEAD_FIELDS } from '../../record/unparsed.ts';
import { ABSENT } from './cell.ts';
import type { RecordCells } from './cells.ts';
import type { FieldTree } from './fields.ts';

/** Which event a record is, and when it happened. */
export class Head {
  readonly #fields: readonly number[];
  readonly #eventId: number;
  readonly #eventTime: number;
  readonly #others: readonly number[];

  constructor(tree: FieldTree) {
    this.#fields = HEAD_FIELDS.map((path) => tree.numberOf(path) ?? 0);
    const [eventId = 0, eventTime = 0, ...others] = this.#fields;
    this.#eventId = eventId;
    this.#eventTime = eventTime;
    this.#others = others;
  }

  /** Undefined where it cannot be told. @param cells look at the record */
  of(cells: RecordCells): JsonObject | undefined {
    const eventID = cells.plainText(this.#eventId);
    const eventTime = cells.plainText(this.#eventTime);
    if (eventID === undefined || eventTime === undefined) return cells.rawOf(this.#fields);
    for (const field of this.#others) if (cells.cell(field) !== ABSENT) return cells.rawOf(this.#fields);
    return { eventID, eventTime };
  }
}
