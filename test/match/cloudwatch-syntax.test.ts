import * as fc from 'fast-check';
import { MAX_CONDITION_DEPTH } from '../../src/match/condition.ts';
import { MAX_PARENTHESES, MAX_PATTERN_LENGTH, parseFilterPattern } from '../../src/match/dialects/cloudwatch/parse.ts';
import { anyText } from '../any-text.ts';

/** The first caret marks the offset; the pattern is the text without it. */
type Row = readonly [name: string, marked: string, message: RegExp, hint?: RegExp];

const ERRORS: Readonly<Record<string, readonly Row[]>> = {
  'not a pattern for JSON': [
    ['nothing', '^', /begins with "\{", found the end/],
    ['a term', '^ERROR', /begins with "\{", found "ERROR"/, /do not apply/],
    ['columns', '^[ip, user]', /found "\["/],
    ['nothing between the braces', '{ ^}', /between the braces/],
    ['no closing brace', '{ $.a = 1^', /closing "}" is missing/],
    ['something after the closing brace', '{ $.a = 1 } ^x', /goes on after/],
    ['the closing brace twice', '{ $.a = 1 }^}', /goes on after/],
  ],
  selectors: [
    ['no selector', '{ ^eventName = x }', /did not expect "eventName"/, /begins with "\$\."/],
    ['only the root', '{ ^$ = x }', /names a field/],
    ['a dot and nothing', '{ $.^ = x }', /expected a name/],
    ['two dots', '{ $.a.^.b = x }', /expected a name/],
    ['a colon in a name', '{ $.a^:b = x }', /expected an operator/, /\['a name'\]/],
    ['a unicode name', '{ $.^é = x }', /expected a name/, /\['a name'\]/],
    ['a name without quotes in brackets', '{ $.a^[b] = x }', /expected \[0\]/],
    ['a negative position', '{ $.a^[-1] = x }', /expected \[0\]/],
    ['a range', '{ $.a^[0:2] = x }', /expected \[0\]/],
    ['an open bracket', '{ $.a^[0 = x }', /expected \[0\]/],
    ['a position of the record', '{ ^$[0] = x }', /an object, not a list/],
    ['two wildcards in one selector', '{ ^$.a[*].b[*] = x }', /at most one wildcard/],
  ],
  operators: [
    ['none', '{ $.a ^}', /expected an operator/],
    ['two equals signs', '{ $.a ^== x }', /"==" is no operator/, /= != /],
    ['a Perl operator', '{ $.a ^=~ x }', /"=~" is no operator/],
    ['a lone exclamation mark', '{ $.a ^! x }', /expected an operator/],
    ['IS NOT', '{ $.a ^IS NOT NULL }', /expected an operator/, /neither IS NOT nor EXISTS/],
    ['EXISTS', '{ $.a ^EXISTS }', /expected an operator/, /neither IS NOT nor EXISTS/],
    ['small letters', '{ $.a ^is null }', /expected an operator/, /in capitals/],
    ['NOT EXISTS in small letters', '{ $.a ^not exists }', /expected an operator/, /in capitals/],
    ['IS something else', '{ $.a ^IS EMPTY }', /expected an operator/, /IS NULL, IS TRUE/],
    ['IS NULLABLE', '{ $.a ^IS NULLABLE }', /expected an operator/],
    ['a name broken by a PDF', '{($.eventNa ^me=DeleteRolePolicy)}', /found "me"/, /line break/],
    ['< with a text', '{ $.a < ^x }', /compares numbers/, /without quotes/],
    ['> with a quoted number', '{ $.a > ^"5" }', /compares numbers/, /without quotes/],
    ['>= with a wildcard', '{ $.a >= ^5* }', /compares numbers/],
    ['<= with a regular expression', '{ $.a <= ^%5% }', /compares numbers/],
  ],
  values: [
    ['none', '{ $.a = ^}', /expected a value, found "}"/],
    ['none before &&', '{ $.a = ^&& $.b = 1 }', /expected a value, found "&"/],
    [
      'a text of two words',
      '{ $.errorMessage = Failed ^authentication }',
      /did not expect "authentication"/,
      /double quotes/,
    ],
    ['single quotes', "{ $.a = ^'x' }", /without quotes/, /double quotes/],
    ['quotes of a text processor', '{ $.a = ^“x” }', /"“" is not allowed/, /double quotes/],
    ['an at sign', '{ $.a = x^@example.com }', /"@" is not allowed/, /double quotes/],
    ['a dollar sign', '{ $.a = ^$.b }', /"\$" is not allowed/, /double quotes/],
    ['a backslash', '{ $.a = C:^\\x }', /is not allowed/, /double quotes/],
    ['open quotes', '{ $.a = ^"x }', /not closed/],
    ['quotes closed by an escaped one', '{ $.a = ^"x\\" }', /not closed/],
    ['an infinite number', '{ $.a = ^1e999 }', /too large/],
  ],
  'logic and parentheses': [
    ['one ampersand', '{ $.a = 1 ^& $.b = 1 }', /did not expect "&"/, /&& or \|\|/],
    ['a word', '{ $.a = 1 ^and $.b = 1 }', /did not expect "and"/],
    ['nothing between two comparisons', '{ $.a = 1 ^$.b = 1 }', /expected && or \|\|/],
    ['nothing between two groups', '{ ($.a = 1) ^($.b = 1) }', /expected && or \|\|/],
    ['two operators', '{ $.a = 1 && ^|| $.b = 1 }', /before "\|\|"/],
    ['an operator first', '{ ^&& $.a = 1 }', /before "&&"/],
    ['an operator last', '{ $.a = 1 && ^}', /before "}"/],
    ['empty parentheses', '{ (^) }', /before "\)"/],
    ['an open parenthesis', '{ ^($.a = 1 }', /"\(" without "\)"/],
    ['a closing parenthesis', '{ $.a = 1 ^) }', /"\)" without "\("/],
    ['a negated group', '{ ^!($.a = 1) }', /did not expect "!"/, /no negation/],
  ],
  'regular expressions': [
    ['empty', '{ $.a = %^% }', /empty/],
    ['not closed', '{ $.a = ^%x }', /not closed by "%"/],
    ['parentheses', '{ $.a = %x^(y)% }', /no parentheses/, /\\x28/],
    ['lookahead', '{ $.a = %^(?=x)% }', /no lookaround/],
    ['a flag', '{ $.a = %^(?i)x% }', /no parentheses/],
    ['a backreference', '{ $.a = %x^\\1% }', /escape "\\1"/, /\\xhh/],
    ['a word boundary', '{ $.a = %^\\bx% }', /escape "\\b"/],
    ['a unicode class', '{ $.a = %^\\pL% }', /escape "\\p"/],
    ['a hexadecimal character beyond ASCII', '{ $.a = %^\\xE9% }', /escape "\\x"/],
    ['a symbol', '{ $.a = %something^!% }', /does not support "!"/, /\\x21/],
    ['a character of several bytes', '{ $.a = %Zo^ë% }', /does not support "ë"/],
    ['an astral character', '{ $.a = %^😀% }', /does not support "😀"/],
    ['an open class', '{ $.a = %x^[ab% }', /class/],
    ['a named class', '{ $.a = %^[[:alpha:]]% }', /class/],
    ['a closing bracket', '{ $.a = %x^]% }', /"\]" without "\["/],
    ['a brace', '{ $.a = %x^{y}% }', /no repetition/],
    ['an empty repetition', '{ $.a = %x^{}% }', /no repetition/],
    ['nothing to repeat', '{ $.a = %^*x% }', /not a regular expression/],
    ['a possessive repetition', '{ $.a = %^x++% }', /not a regular expression/],
    ['a range in the wrong order', '{ $.a = %^[z-a]% }', /not a regular expression/],
    ['a repetition in the wrong order', '{ $.a = %^x{3,2}% }', /not a regular expression/],
    ['too many repetitions', '{ $.a = %x{600}y^{600}% }', /more than 1000 repetitions/],
    ['too many repetitions of one', '{ $.a = %x^{1001}% }', /more than 1000 repetitions/],
  ],
  limits: [
    ['a fourth wildcard', '{ $.a[*]=1 || $.b[*]=1 || $.c[*]=1 || ^$.d[*]=1 }', /at most 3 wildcard/],
    ['a third regular expression', '{ $.a=%x% || $.b=%x% || ^$.c=%x% }', /at most 2 regular/],
    [
      'too deep',
      `{ ${'('.repeat(MAX_PARENTHESES)}^($.a = 1${')'.repeat(MAX_PARENTHESES + 1)} }`,
      /more than 30 nested/,
    ],
    [
      'too deep and never closed',
      `{ ${'('.repeat(MAX_PARENTHESES)}^${'('.repeat(900)}$.a = 1 }`,
      /more than 30 nested/,
    ],
    [
      'too long',
      `{ $.a = "${'x'.repeat(MAX_PATTERN_LENGTH - 9)}^"}`,
      /longer than the 1024 characters/,
      /several rules/,
    ],
  ],
};

describe.each(Object.entries(ERRORS))('error: %s', (_, rows) => {
  test.each(rows.map(([name, marked, message, hint]) => ({ name, marked, message, hint })))(
    '$name',
    ({ marked, message, hint }) => {
      const offset = marked.indexOf('^');
      const read = parseFilterPattern(marked.replace('^', ''));
      expect(read).toMatchObject({ ok: false, offset, message: expect.stringMatching(message) });
      if (hint !== undefined) expect(read).toMatchObject({ hint: expect.stringMatching(hint) });
    },
  );
});

const LONGEST = `{ $.a = "${'x'.repeat(MAX_PATTERN_LENGTH - 11)}"}`;
const LEAF = { dialect: 'cloudwatch', op: '=', value: { number: '1' } };
const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ ...LEAF, selector: [name] }));

test.each([
  ['{ $.a=1 }', a],
  ['{ $.a=1 || $.b=1 || $.c=1 }', { any: [a, b, c] }],
  ['{ $.a=1 && $.b=1 && $.c=1 }', { all: [a, b, c] }],
  ['{ $.a=1 || $.b=1 && $.c=1 }', { any: [a, { all: [b, c] }] }],
  ['{ $.a=1 && $.b=1 || $.c=1 }', { any: [{ all: [a, b] }, c] }],
  ['{ ($.a=1 || $.b=1) && $.c=1 }', { all: [{ any: [a, b] }, c] }],
  ['{ $.a=1 && ($.b=1 || $.c=1) }', { all: [a, { any: [b, c] }] }],
])('%s is read as a condition of plain JSON', (pattern, expected) => {
  const read = parseFilterPattern(pattern);
  expect(read).toEqual({ ok: true, condition: expected });
  expect(JSON.parse(JSON.stringify(read))).toEqual(read);
});

test.each([
  ['the longest pattern', LONGEST],
  ['the longest pattern with white space around it', `\n ${LONGEST}\n`],
  ['the deepest pattern', `{ ${'('.repeat(MAX_PARENTHESES)}$.a = 1${')'.repeat(MAX_PARENTHESES)} }`],
  [
    'many groups side by side',
    `{ ${Array(MAX_PARENTHESES + 10)
      .fill('($.a = 1)')
      .join(' || ')} }`,
  ],
  ['three wildcards', '{ $.a[*] = 1 || $.b[*] = 1 || $.* = 1 }'],
  ['two regular expressions', '{ $.a = %x% || $.b = %y{1000}% }'],
])('%s is read', (_, pattern) => {
  expect(parseFilterPattern(pattern)).toMatchObject({ ok: true });
});

test('the longest pattern is 1,024 characters long', () => {
  expect(LONGEST.length).toBe(MAX_PATTERN_LENGTH);
});

test('the deepest pattern makes a condition that may be walked recursively', () => {
  const groups = '($.a=1 || $.a=1 && '.repeat(MAX_PARENTHESES);
  const read = parseFilterPattern(`{ ${groups}$.a=1${')'.repeat(MAX_PARENTHESES)} }`);
  let depth = 1;
  let node: object | undefined = read.ok ? read.condition : undefined;
  for (; node !== undefined && !('dialect' in node); depth++) {
    const parts: readonly object[] = Object.values(node)[0];
    node = parts.at(-1);
  }
  expect(node).toEqual(a);
  expect(depth).toBe(2 * MAX_PARENTHESES + 1);
  expect(depth).toBeLessThanOrEqual(MAX_CONDITION_DEPTH);
});

test('law: any text is read or refused with an offset inside it', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    '&&',
    '||',
    '$.a',
    '[*]',
    '[0]',
    '=',
    '!=',
    '<',
    '"x"',
    '%a%',
    '1',
    ' ',
  );
  const texts = fc.oneof(
    anyText(),
    fc.array(fc.oneof(piece, fc.string({ maxLength: 2 })), { maxLength: 40 }).map((pieces) => `{${pieces.join('')}}`),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const read = parseFilterPattern(text);
      if (!read.ok) {
        expect(read.offset).toBeGreaterThanOrEqual(0);
        expect(read.offset).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 2000 },
  );
});
