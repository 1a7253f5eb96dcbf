import * as fc from 'fast-check';
import type { Alert } from '../../src/alert/alert.ts';
import { plainText } from '../../src/alert/plain-text.ts';
import { anyText } from '../any-text.ts';
import { golden } from '../golden/golden.ts';
import { ATTACKED, everywhere, HOSTILE } from './hostile.ts';
import { DENIED_AFTER_SILENCE, REPEAT, TRAIL_DELETED } from './sample-alert.ts';

test.each([
  ['alert', TRAIL_DELETED],
  ['denied-after-silence', DENIED_AFTER_SILENCE],
  ['repeat', REPEAT],
  ['hostile', everywhere(TRAIL_DELETED, 'x\r\nWho  root\n\u202e<https://evil.example|click> \u001b[31m')],
])('reads like golden/sns/%s.txt', (name, alert) => {
  const text = plainText(alert);
  expect(text).toBe(golden(`sns/${name}.txt`, text));
});

test.each([
  [19, 19, false],
  [20, 20, false],
  [21, 20, true],
])('of %d shown fields it prints %d', (count, printed, saysSo) => {
  const show = Array.from({ length: count }, (_, index) => ({ field: `field${index}`, value: 'shown value' }));
  const text = plainText({ ...TRAIL_DELETED, show });
  expect(text.match(/shown value/g)).toHaveLength(printed);
  expect(text.includes('1 more in the JSON of this alert')).toBe(saysSo);
});

/** Links of our own are the only ones; each line begins with a label of ours, as many as without the attack. */
function expectHarmless(alert: Alert): void {
  const text = plainText(alert);
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  expect(text).not.toMatch(/\bwww\./i);
  const addresses = text.match(/\S*:\/\/\S*/g) ?? [];
  for (const address of addresses) {
    expect(address).toMatch(
      /^https:\/\/(?:eu-west-1\.console\.aws\.amazon\.com|runbooks\.example\.com|example\.com)\//,
    );
  }
  expect(addresses.length).toBeLessThanOrEqual(2);
  expect(text.split('\n').length).toBeLessThanOrEqual(LINES_AT_MOST);
  expect(text.length).toBeLessThan(20_000);
}

/** With an error, which the sample lacks. */
const LINES_AT_MOST = plainText(everywhere(TRAIL_DELETED, 'x')).split('\n').length + 2;

describe.each([...HOSTILE])('%s', (_name, text) => {
  test.each([...ATTACKED])('in %s', (_field, put) => expectHarmless(put(TRAIL_DELETED, text)));
  test('everywhere', () => expectHarmless(everywhere(TRAIL_DELETED, text)));
});

test('any text everywhere', () => {
  fc.assert(
    fc.property(anyText(), (text) => expectHarmless(everywhere(REPEAT, text))),
    { numRuns: 200 },
  );
});
