/**
 * A month of counts as text: one character for a bucket, and a run of zeros as its length. Counts up to 16 are exact, larger
 * ones come back within 8 % and one, which is less than what chance makes of them; beyond half a million they stay there.
 */
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%&()*+,-./:;<=>?@[]^_{|}~';
const EXACT = 16;
const RATIO = 1.16;

const COUNTS: readonly number[] = Array.from(CHARACTERS, (_, at) =>
  at <= EXACT ? at : Math.round(EXACT * RATIO ** (at - EXACT)),
);
const BY_CODE: readonly number[] = Array.from({ length: 128 }, (_, code) =>
  Math.max(0, CHARACTERS.indexOf(String.fromCharCode(code))),
);

const LONG_RUN = /0{5,}/g;
const RUN = /!([0-9a-z]+)!/g;

/** The count as it comes back out of a text. */
export const rounded = (count: number): number => COUNTS[nearest(count)] ?? 0;

export const textOfCounts = (counts: readonly number[]): string =>
  counts
    .map((count) => CHARACTERS.charAt(nearest(count)))
    .join('')
    .replace(LONG_RUN, (zeros) => `!${zeros.length.toString(36)}!`);

export function countsIn(text: string): number[] {
  const plain = text.replace(RUN, (_, length: string) => '0'.repeat(Number.parseInt(length, 36)));
  return Array.from({ length: plain.length }, (_, at) => COUNTS[BY_CODE[plain.charCodeAt(at)] ?? 0] ?? 0);
}

function nearest(count: number): number {
  if (count <= EXACT) return count;
  const at = Math.round(EXACT + Math.log(count / EXACT) / Math.log(RATIO));
  return Math.min(at, CHARACTERS.length - 1);
}
