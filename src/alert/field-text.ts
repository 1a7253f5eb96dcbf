import type { JsonObject } from '../json.ts';
import { fieldAt, parsePath } from '../match/fields.ts';

/** What a missing value prints as. */
export const MISSING = '–';
/** Enough to recognise a value; the record itself travels as evidence. */
const MAX_TEXT = 300;
/** A list in a record may have thousands of entries. */
const MAX_VALUES = 10;

/** The values of a field as one text, `–` where there is none. */
export function fieldText(raw: JsonObject, field: string): string {
  const { values } = fieldAt(raw, parsePath(field));
  const texts = [...new Set(values.filter((value) => value !== null && value !== '').map(valueText))];
  if (texts.length === 0) return MISSING;
  const shown = texts.slice(0, MAX_VALUES).join(', ');
  return texts.length > MAX_VALUES ? `${shown} and ${texts.length - MAX_VALUES} more` : shown;
}

/** `Root did {eventName} in {recipientAccountId}` with the fields filled in. */
export const fillTitle = (template: string, raw: JsonObject): string =>
  template.replaceAll(/\{([^{}]+)\}/g, (_braces, field: string) => fieldText(raw, field));

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT).toWellFormed()}…` : text;
}
