/** A line that goes on with what a key at the beginning of an earlier line holds. */
const GOES_ON = /^(?:\s|#|-\s|-?$)/;
const TESTS = /^tests:(?:\s|$)/;
/** Where YAML may name something; in a text it looks the same, and does no harm. */
const ANCHOR = /(?:^|[\s[{,])&([^\s,[\]{}]+)/g;

/**
 * The text of a rule file without its tests, which are half of it and take half of the time to read. Every other line stays
 * where it was, so that errors tell the right place. A file in which something else refers to what its tests name is left
 * as it is.
 */
export function withoutTests(text: string): string {
  let within = false;
  const names: string[] = [];
  const kept = text.split('\n').map((line) => {
    within = TESTS.test(line) || (within && GOES_ON.test(line));
    if (!within) return line;
    for (const [, name] of line.matchAll(ANCHOR)) names.push(`*${name}`);
    return '';
  });
  return names.some((name) => kept.some((line) => line.includes(name))) ? text : kept.join('\n');
}
