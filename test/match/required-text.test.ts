import { array, assert, boolean, constantFrom, property } from 'fast-check';
import { RE2JS } from 're2js';
import { compile } from '../../src/match/compile.ts';
import { FieldSlots, RecordFields } from '../../src/match/fields.ts';
import { requiredTexts } from '../../src/match/operators/required-text.ts';

test.each<[string, ...string[]]>([
  ['(^|/)AWSLogs/', 'AWSLogs/'],
  ['(?i)(^|[/_ .-])ransom[_ -]?(note|demand)?\\.(txt|html?)$', 'ransom'],
  ['^arn:[^:]*:s3:::[^/]*/(.*/)?AWSLogs/.*/CloudTrail(-Digest)?/', '/CloudTrail'],
  ['on resource: \\S*:s3:::', 'on resource: '],
  ['abc*d', 'ab'],
  ['ab+c', 'ab'],
  ['abc{0,2}de', 'ab'],
  ['a\\.b', 'a.b'],
  ['(?i)ABC', 'abc'],
  ['ab|cde', 'ab', 'cde'],
  ['(a|bcd)', 'a', 'bcd'],
  ['(?:ab|c(d|ef)g)[0-9]', 'ab', 'c'],
  ['(?i)(README|restore)[-_]?3\\.(txt|html)$', 'readme', 'restore'],
  ['(abc)?de', 'de'],
  ['(abc)*?d', 'd'],
  ['(abc){0}d', 'd'],
  ['(abc)+', 'abc'],
  ['(abc|)d', 'd'],
  ['(abc|x*)', ''],
  ['(?P<name>abc)', ''],
  ['(?s:abc)', ''],
  ['hostile: a)b', ''],
  ['hostile: ab|c, (one of', ''],
  ['hostile(?i)later', ''],
  ['x{y}zzz', ''],
  ['[[:alpha:]]abc', ''],
  ['\\x41bc', ''],
  ['\\101bc', ''],
  ['\\Qa.b\\E', ''],
  ['\\pLbc', ''],
  ['äb', 'b'],
])('%s requires %j', (pattern, ...texts) => expect(requiredTexts(pattern).texts).toEqual(texts.filter(Boolean)));

/** Pieces that patterns are put together of, and texts that they are tried on. */
const pieces = [
  'a',
  'S',
  'k',
  '/',
  '.',
  '\\.',
  '[ab]',
  '[^/]',
  '(a|b)',
  '(k)?',
  '(S.k|/',
  '(?:aa|',
  ')',
  '*',
  '+',
  '?',
  '{1,2}',
  '{0}',
  '^',
  '$',
  '\\d',
  '|',
];
const letters = ['a', 'A', 's', 'S', 'ſ', 'k', 'K', 'K', '/', '.', 'b', '1', 'aa', 'ka/', 'S.k'];

test('a pattern finds the same with it and without it', () => {
  let found = 0;
  assert(
    property(
      array(constantFrom(...pieces), { minLength: 1, maxLength: 8 }),
      boolean(),
      array(constantFrom(...letters), { maxLength: 8 }),
      (parts, anyCase, text) => {
        const value = (anyCase ? '(?i)' : '') + parts.join('');
        let matches: boolean;
        try {
          matches = RE2JS.compile(value).test(text.join(''));
        } catch {
          return;
        }
        if (matches) found++;
        const slots = new FieldSlots();
        const test = compile({ dialect: 'sigma', path: ['f'], op: 're', value }, slots);
        expect(test(new RecordFields({ raw: { f: text.join('') } }, slots))).toBe(matches);
      },
    ),
    { numRuns: 5_000 },
  );
  expect(found).toBeGreaterThan(500);
});
