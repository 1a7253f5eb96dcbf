/**
 * How many different ids there were, in bounded room: the SKETCH_SIZE smallest hashes of them, in order, one after the other
 * in a text. Adding is a union of sets, so order and repeats do not matter. Below SKETCH_SIZE it counts exactly, beyond it
 * estimates: the smaller the largest hash that is kept, the more there were (k minimum values).
 */
export type Sketch = string;

export const SKETCH_SIZE = 64;

const { floor, imul } = Math;

/** In the order of their character codes, so that hashes are compared as text. */
const DIGITS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';
const HASH_LENGTH = 6;
const HASHES = DIGITS.length ** HASH_LENGTH;

export const sketchOf = (ids: Iterable<string>): Sketch => smallest([...ids].map(hashOf));

export const union = (one: Sketch, other: Sketch): Sketch => smallest([...hashesIn(one), ...hashesIn(other)]);

/** Never less for more ids. */
export function estimate(sketch: Sketch): number {
  const count = sketch.length / HASH_LENGTH;
  if (count < SKETCH_SIZE) return count;
  const share = (numberOf(sketch.slice(-HASH_LENGTH)) + 1) / HASHES;
  return Math.round((SKETCH_SIZE - 1) / share);
}

const smallest = (hashes: readonly string[]): Sketch => [...new Set(hashes)].sort().slice(0, SKETCH_SIZE).join('');

const hashesIn = (sketch: Sketch): string[] =>
  Array.from({ length: sketch.length / HASH_LENGTH }, (_, at) =>
    sketch.slice(at * HASH_LENGTH, (at + 1) * HASH_LENGTH),
  );

const numberOf = (hash: string): number =>
  [...hash].reduce((number, digit) => number * DIGITS.length + DIGITS.indexOf(digit), 0);

/** cyrb53 (public domain), of whose 53 bits the upper 36 are kept: two of 64 ids fall together once in 30 million. */
function hashOf(id: string): string {
  let [one, two] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < id.length; at++) {
    one = imul(one ^ id.charCodeAt(at), 2654435761);
    two = imul(two ^ id.charCodeAt(at), 1597334677);
  }
  one = imul(one ^ (one >>> 16), 2246822507) ^ imul(two ^ (two >>> 13), 3266489909);
  two = imul(two ^ (two >>> 16), 2246822507) ^ imul(one ^ (one >>> 13), 3266489909);
  let rest = floor((4294967296 * (2097151 & two) + (one >>> 0)) / 2 ** 17);
  let hash = '';
  for (let digit = 0; digit < HASH_LENGTH; digit++) {
    hash = DIGITS.charAt(rest % DIGITS.length) + hash;
    rest = floor(rest / DIGITS.length);
  }
  return hash;
}
