import { readdirSync, readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../../src/json.ts';
import { HOSTILE } from '../../test/alert/hostile.ts';
import type { Random } from './random.ts';

const SAMPLES: readonly string[] = readdirSync('events/records').map((name) =>
  readFileSync(`events/records/${name}`, 'utf8'),
);
const TEXTS = [...HOSTILE.values()];

/** Fields that AWS writes and rules choose by: with something else in them there would be no alert to look at. */
const KEPT = new Set(['eventName', 'eventSource', 'eventVersion', 'eventType', 'type', 'ConsoleLogin', 'MFAUsed']);

/** A sample record with an attacker's text in one of its fields, or in all. */
export function attack(random: Random): { record: JsonObject; field: string } {
  const record = JSON.parse(random.pick(SAMPLES)) as JsonObject;
  const places = placesIn(record);
  if (random.below(10) === 0) {
    const text = hostile(random);
    for (const place of places) place.put(text);
    return { record, field: 'all of them' };
  }
  const place = random.pick(places);
  // Half of the time behind what stands there: an address or a name that begins well.
  place.put(random.below(2) === 0 ? hostile(random) : `${place.value}${hostile(random)}`);
  return { record, field: place.path };
}

/** One of the texts, or two of them cut somewhere and put together. */
function hostile(random: Random): string {
  const text = random.pick(TEXTS);
  if (random.below(2) === 0) return text;
  const other = random.pick(TEXTS);
  return (
    text.slice(random.below(text.length + 1)) +
    ' '.repeat(random.below(300)) +
    other.slice(0, random.below(other.length + 1))
  );
}

interface Place {
  readonly path: string;
  readonly value: string;
  put(text: string): void;
}

function placesIn(record: JsonObject): Place[] {
  const places: Place[] = [];
  const waiting: [string, JsonObject][] = [['', record]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, object] = next;
    for (const [key, value] of Object.entries(object)) {
      if (isObject(value)) waiting.push([`${path}${key}.`, value]);
      else if (typeof value === 'string' && !KEPT.has(key))
        places.push({ path: `${path}${key}`, value, put: (text) => void Object.assign(object, { [key]: text }) });
    }
  }
  // Fields that a record may have besides.
  for (const field of ['errorMessage', 'errorCode', 'userAgent']) {
    places.push({ path: field, value: '', put: (text) => void Object.assign(record, { [field]: text }) });
  }
  return places;
}
