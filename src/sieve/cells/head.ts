import { eventTimeOf } from '../../record/event-time.ts';
import { writtenIdOf } from '../../record/record.ts';
import { HEAD_FIELDS, type Outline } from '../../record/unparsed.ts';
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

  /** Undefined where it cannot be told, or nobody wrote an id. @param cells look at the record */
  of(cells: RecordCells): Pick<Outline, 'id' | 'time'> | undefined {
    for (const field of this.#others) if (cells.cell(field) !== ABSENT) return this.#read(cells);
    const id = cells.plainText(this.#eventId);
    const time = cells.writtenTime(this.#eventTime);
    return id === undefined || id === '' || time === undefined ? this.#read(cells) : { id, time };
  }

  /** As it is read of a record that is parsed. */
  #read(cells: RecordCells): Pick<Outline, 'id' | 'time'> | undefined {
    const raw = cells.rawOf(this.#fields);
    const id = raw && writtenIdOf(raw);
    return raw && id !== undefined ? { id, time: eventTimeOf(raw) } : undefined;
  }
}
