import type { JsonObject } from '../json.ts';
import { DERIVED } from '../record/derived.ts';
import { FieldValues, valuesAt } from './field-values.ts';

/** Gives every distinct path of a rule set a number, so that rules that ask for the same field share one look-up. */
export class FieldSlots {
  readonly #slots = new Map<string, number>();
  readonly #paths: (readonly string[])[] = [];

  slot(path: readonly string[]): number {
    const key = JSON.stringify(path);
    const known = this.#slots.get(key);
    if (known !== undefined) return known;
    this.#slots.set(key, this.#paths.length);
    return this.#paths.push(path) - 1;
  }

  path(slot: number): readonly string[] {
    return this.#paths[slot] ?? [];
  }
}

/** What a condition asks of a record. */
export interface Fields {
  readonly raw: JsonObject;
  /** @param slot of a path, among the slots that the condition was compiled with */
  at(slot: number): FieldValues;
}

/** The fields of one record, looked up when first asked for and remembered for the other rules. */
export class RecordFields implements Fields {
  readonly #record: { readonly raw: JsonObject };
  readonly #slots: FieldSlots;
  readonly #known: FieldValues[] = [];

  constructor(record: { readonly raw: JsonObject }, slots: FieldSlots) {
    this.#record = record;
    this.#slots = slots;
  }

  /** Asked for only when it is needed: the record may not be parsed yet. */
  get raw(): JsonObject {
    return this.#record.raw;
  }

  at(slot: number): FieldValues {
    return (this.#known[slot] ??= fieldAt(this.raw, this.#slots.path(slot)));
  }
}

/** A compiled condition. */
export type Test = (fields: Fields) => boolean;

/** The values at a path; `derived.…` is computed. */
export function fieldAt(raw: JsonObject, path: readonly string[]): FieldValues {
  if (path[0] !== 'derived') return valuesAt(raw, path);
  const derive = DERIVED.get(path.slice(1).join('.'));
  const value = derive?.(raw);
  return value === undefined
    ? new FieldValues(false, [])
    : new FieldValues(true, Array.isArray(value) ? value : [value]);
}

/** `requestParameters.tags` → its keys; a dot inside a key is written `\.`. No field is the whole record. */
export function parsePath(field: string): string[] {
  if (field === '') return [];
  const keys: string[] = [];
  let key = '';
  for (let i = 0; i < field.length; i++) {
    if (field[i] === '\\' && field[i + 1] === '.') key += field[++i];
    else if (field[i] === '.') {
      keys.push(key);
      key = '';
    } else key += field[i];
  }
  return [...keys, key];
}
