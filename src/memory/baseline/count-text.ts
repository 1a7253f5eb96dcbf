/**
 * A month of counts as text: one character for a bucket, and a run of zeros as its length. Counts up to 16 are exact, larger
 * ones come back within 8 % and one, which is less than what chance makes of them; beyond half a million they stay there.
 */
const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%&()*+,-./:;<=>?@[]^_{|}~';
const EXACT = 16;
const RATIO = 1.16;

const { log, min, round } = Math;
const LOG_RATIO = log(RATIO);

const COUNTS: readonly number[] = Array.from(CHARACTERS, (_, at) =>
  at <= EXACT ? at : round(EXACT * RATIO ** (at - EXACT)),
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
  const counts: number[] = [];
  for (let at = 0; at < plain.length; at++) counts.push(COUNTS[BY_CODE[plain.charCodeAt(at)] ?? 0] ?? 0);
  return counts;
}

function nearest(count: number): number {
  if (count <= EXACT) return count;
  return min(round(EXACT + log(count / EXACT) / LOG_RATIO), CHARACTERS.length - 1);
}
