import { createHash } from 'node:crypto';
import type { Sighting } from '../detector.ts';
import type { WindowSpec } from '../memory-rule.ts';
import { isMonotone } from './criteria.ts';
import type { Kept } from './state.ts';

/** Bytes of one value as JSON. A thousand of them must fit into one item, and an attacker may choose them. */
const LONGEST_VALUE = 120;
const HASH_CHARACTERS = 22;

/** What a value_sum may be made of; `0x10`, `Infinity` and the empty text are no numbers here. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

/** What is kept of a sighting; undefined where the rule leaves it out. */
export function keeper(spec: WindowSpec): (sighting: Sighting) => Kept | undefined {
  switch (spec.type) {
    case 'event_count':
      return ({ time, id }) => [time, id];
    case 'temporal':
    case 'temporal_ordered':
      return ({ time, id, rule }) => [time, id, rule];
    case 'value_count':
      return ({ time, id, value }) => (value === undefined ? undefined : [time, id, shortened(value)]);
    case 'value_sum':
    case 'value_avg':
    case 'value_percentile': {
      // With negative values a sum could fall below its limit again after it was told.
      const least = isMonotone(spec) ? 0 : Number.NEGATIVE_INFINITY;
      return ({ time, id, value }) => {
        const number = numberIn(value);
        return number === undefined || number < least ? undefined : [time, id, String(number)];
      };
    }
  }
}

function numberIn(value: string | undefined): number | undefined {
  const text = value?.trim();
  if (text === undefined || !NUMBER.test(text)) return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** A long value is its beginning and a hash, so that two that begin alike stay two. */
function shortened(value: string): string {
  if (fits(value, LONGEST_VALUE)) return value;
  const hash = createHash('sha256').update(value).digest('base64url').slice(0, HASH_CHARACTERS);
  let beginning = value.slice(0, LONGEST_VALUE).toWellFormed();
  while (!fits(`${beginning}…${hash}`, LONGEST_VALUE)) {
    beginning = beginning.slice(0, Math.floor(beginning.length / 1.2)).toWellFormed();
  }
  return `${beginning}…${hash}`;
}

/** A control character is six bytes of JSON. No text is shorter in bytes than in characters. */
const fits = (text: string, bytes: number): boolean =>
  text.length <= bytes && Buffer.byteLength(JSON.stringify(text)) - 2 <= bytes;
