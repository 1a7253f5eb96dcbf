import * as fc from 'fast-check';
import { mrkdwnText, slackLink, slackText } from '../../src/deliver/destinations/slack/escape.ts';
import { anyText } from '../any-text.ts';
import { tokensOf } from './mrkdwn-tokens.ts';

test.each([
  ['the three control characters', 'a & b <!channel> c', 'a &amp; b &lt;!channel&gt; c'],
  ['an entity is text like any other', '&lt;!channel&gt;', '&amp;lt;!channel&amp;gt;'],
  ['nothing else', `*b* _i_ ~s~ "q" 'a' #x @y`, `*b* _i_ ~s~ "q" 'a' #x @y`],
  ['line ends', 'a\nb', 'a⏎b'],
])('%s', (_name, text, expected) => {
  expect(slackText(text, 1000)).toBe(expected);
});

test.each([
  ['one below the limit', 'abc', 4, 'abc'],
  ['at the limit', 'abcd', 4, 'abcd'],
  ['one above the limit', 'abcde', 4, 'abc…'],
  ['an entity that just fits', 'a&', 6, 'a&amp;'],
  ['an entity is whole or not there', 'ab&', 6, 'ab…'],
  ['a quote takes two on the wire', 'ab"', 4, 'ab"'],
  ['and may be one too many', 'abc"', 4, 'abc…'],
  ['a character of two units is whole or not there', 'ab🔥c', 4, 'ab…'],
])('%s', (_name, text, limit, expected) => {
  expect(slackText(text, limit)).toBe(expected);
});

test('a backtick would open or close a code span', () => {
  expect(mrkdwnText('`a` ```b```', 100)).toBe('ˋaˋ ˋˋˋbˋˋˋ');
});

test('a link of ours', () => {
  expect(slackLink('https://example.com/?a=1&b=2', 'Runbook')).toBe('<https://example.com/?a=1&amp;b=2|Runbook>');
});

test('whatever is written, nothing but whole entities is left, within the limit', () => {
  const nasty = fc.string({
    unit: fc.constantFrom('&', '<', '>', '`', '"', '\\', 'a', '🔥', '\n', '\u202e', '\ud800'),
  });
  fc.assert(
    fc.property(fc.oneof(nasty, anyText()), fc.integer({ min: 1, max: 40 }), (text, limit) => {
      const shown = mrkdwnText(text, limit);
      expect(tokensOf(shown).filter(({ kind }) => kind !== 'entity')).toEqual([]);
      expect(JSON.stringify(shown).length - 2).toBeLessThanOrEqual(limit);
    }),
    { numRuns: 2000 },
  );
});
