import * as fc from 'fast-check';
import { cut, harmless, unlinked } from '../../src/alert/text.ts';
import { anyText } from '../any-text.ts';

test.each([
  ['plain text stays', 'aws-cli/2.17.0', 'aws-cli/2.17.0'],
  ['so does text in any script', 'Zoë 日本 🔥', 'Zoë 日本 🔥'],
  ['a line end of any kind is marked', 'a\r\nb\nc\rd\u2028e\u2029f\u0085g\vh\fi', 'a⏎b⏎c⏎d⏎e⏎f⏎g⏎h⏎i'],
  ['a tab is a space', 'a\tb', 'a b'],
  ['C0 and C1 controls go, and with them ANSI', '\u0000a\u001b[31mb\u007f\u0080\u009bc', 'a[31mbc'],
  ['bidi controls go', 'a\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061cb', 'ab'],
  ['zero-width characters and byte order marks go', 'a\u200b\u200c\u200d\u2060\ufeff\u00adb', 'ab'],
  ['tag characters and variation selectors go', 'a\u{e0041}\u{e007f}\ufe0fb', 'ab'],
  ['noncharacters go', 'a\ufffe\uffff\ufdd0\u{1ffff}b', 'ab'],
  ['a lone surrogate is replaced', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
])('%s', (_name, text, expected) => {
  expect(harmless(text, 1000)).toBe(expected);
});

test.each([
  ['one below the budget', 'abc', 4, 'abc'],
  ['at the budget', 'abcd', 4, 'abcd'],
  ['one above the budget', 'abcde', 4, 'abc…'],
  ['characters of two UTF-16 units count once', '🔥🔥🔥🔥', 4, '🔥🔥🔥🔥'],
  ['and are never split', '🔥🔥🔥🔥🔥', 4, '🔥🔥🔥…'],
  ['no room but for the mark', 'ab', 1, '…'],
  ['nothing', '', 4, ''],
])('cut: %s', (_name, text, budget, expected) => {
  expect(cut(text, budget)).toBe(expected);
});

test('what is invisible does not use up the budget', () => {
  expect(harmless(`${'\u200b'.repeat(100)}root`, 4)).toBe('root');
});

test('any text becomes one visible line within its budget, and stays the same when it is treated again', () => {
  fc.assert(
    fc.property(anyText(), fc.integer({ min: 1, max: 50 }), (text, budget) => {
      const shown = harmless(text, budget);
      expect([...shown].length).toBeLessThanOrEqual(budget);
      expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(shown.isWellFormed()).toBe(true);
      expect(harmless(shown, budget)).toBe(shown);
    }),
  );
});

test.each([
  ['https://evil.example/a', 'https[:]//evil.example/a'],
  ['WWW.evil.example', 'www[.]evil.example'],
  ['192.0.2.1 s3.amazonaws.com', '192.0.2.1 s3.amazonaws.com'],
])('unlinked: %s', (text, expected) => {
  expect(unlinked(text)).toBe(expected);
});
