import { failed, reject } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { Category, CloudTrailRecord } from '../../record/record.ts';
import { recordsOf } from '../read-file.ts';

/** Where a record lies in what a worker sent. */
export interface RecordPlace {
  readonly bytes: Uint8Array;
  readonly depth: number;
  /** How many records of the piece came before it. */
  readonly nth: number;
}

/** A record that is read when somebody asks: of what is merely counted nobody does. */
export class LateRecord implements CloudTrailRecord {
  readonly #place: RecordPlace;
  readonly #id: string | undefined;
  readonly #time: number | undefined;
  #record: CloudTrailRecord | undefined;

  /** @param known where the worker has said so much of it */
  constructor(place: RecordPlace, known: { readonly id: string; readonly time: number } | undefined) {
    this.#place = place;
    this.#id = known?.id;
    this.#time = known?.time;
  }

  get id(): string {
    return this.#id ?? this.#read().id;
  }

  get time(): number {
    // Absent is undefined here; who asks for the time compares with that.
    return this.#time ?? (this.#read().time as number);
  }

  get category(): Category {
    return this.#read().category;
  }

  get raw(): JsonObject {
    return this.#read().raw;
  }

  get pruned(): boolean {
    return this.#read().pruned;
  }

  #read(): CloudTrailRecord {
    this.#record ??= this.#parsed();
    return this.#record;
  }

  #parsed(): CloudTrailRecord {
    const { bytes, depth, nth } = this.#place;
    // The worker has read the same bytes.
    const result = recordsOf(bytes, depth)[nth] ?? failed(reject('not-an-object', 'no record'));
    if (!result.ok) throw new Error(result.failure.detail);
    return result.value;
  }
}
