import * as fc from 'fast-check';
import type { JsonObject } from '../../src/json.ts';
import { compileCloudWatchLeaf, leafText, selectedValues } from '../../src/match/dialects/cloudwatch/compile.ts';
import {
  type CloudWatchCondition,
  type CloudWatchLeaf,
  isCloudWatchLeaf,
  requiredText,
} from '../../src/match/dialects/cloudwatch/leaf.ts';
import { parseFilterPattern } from '../../src/match/dialects/cloudwatch/parse.ts';
import { anyText } from '../any-text.ts';

function parsed(pattern: string): CloudWatchCondition {
  const read = parseFilterPattern(pattern);
  expect(read).toMatchObject({ ok: true });
  return read.ok ? read.condition : { any: [] };
}

function onlyLeaf(pattern: string): CloudWatchLeaf {
  const condition = parsed(pattern);
  expect('dialect' in condition).toBe(true);
  return condition as CloudWatchLeaf;
}

function holds(condition: CloudWatchCondition, record: JsonObject): boolean {
  if (isCloudWatchLeaf(condition)) return compileCloudWatchLeaf(condition)(record);
  return 'all' in condition
    ? condition.all.every((part) => holds(part, record))
    : condition.any.some((part) => holds(part, record));
}

type Row = readonly [name: string, pattern: string, record: JsonObject, expected: boolean];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'missing fields': [
    ['= is false', '{ $.a = x }', {}, false],
    ['!= is false', '{ $.a != x }', {}, false],
    ['!= is false below a missing object', '{ $.a.b != x }', {}, false],
    ['!= is false below a text', '{ $.a.b != x }', { a: 'y' }, false],
    ['!= of a number is false', '{ $.a != 1 }', {}, false],
    ['!= of a regular expression is false', '{ $.a != %x% }', {}, false],
    ['>= is false', '{ $.a >= 0 }', {}, false],
    ['< is false', '{ $.a < 1 }', {}, false],
    ['IS NULL is false', '{ $.a IS NULL }', {}, false],
    ['IS FALSE is false', '{ $.a IS FALSE }', {}, false],
    ['a lone star is false', '{ $.a = * }', {}, false],
    ['NOT EXISTS is true', '{ $.a NOT EXISTS }', {}, true],
    ['NOT EXISTS is true below a missing object', '{ $.a.b NOT EXISTS }', {}, true],
  ],
  'null and presence': [
    ['IS NULL', '{ $.a IS NULL }', { a: null }, true],
    ['IS NULL, the text null', '{ $.a IS NULL }', { a: 'null' }, false],
    ['IS NULL, empty text', '{ $.a IS NULL }', { a: '' }, false],
    ['NOT EXISTS, null is there', '{ $.a NOT EXISTS }', { a: null }, false],
    ['NOT EXISTS, an empty object is there', '{ $.a NOT EXISTS }', { a: {} }, false],
    ['NOT EXISTS, an empty list is there', '{ $.a NOT EXISTS }', { a: [] }, false],
    ['null equals nothing', '{ $.a = "null" }', { a: null }, false],
    ['null differs from nothing', '{ $.a != "x" }', { a: null }, false],
    ['an inherited key is not there', '{ $.constructor NOT EXISTS }', {}, true],
    ['__proto__ is a key', '{ $.__proto__.a = x }', JSON.parse('{"__proto__":{"a":"x"}}') as JsonObject, true],
    ['the empty text', '{ $.a = "" }', { a: '' }, true],
    ['the empty text is not missing', '{ $.a = "" }', {}, false],
  ],
  'negation, objects and lists: the element is named': [
    ['!=', '{ $.a != x }', { a: 'y' }, true],
    ['!=, equal', '{ $.a != x }', { a: 'x' }, false],
    ['= on a list', '{ $.a = x }', { a: ['x'] }, false],
    ['!= on a list', '{ $.a != y }', { a: ['x'] }, false],
    ['= on an object', '{ $.a = x }', { a: { b: 'x' } }, false],
    ['!= on an object', '{ $.a != y }', { a: { b: 'x' } }, false],
    ['a star on an object', '{ $.a = * }', { a: { b: 'x' } }, false],
    ['a star on a list', '{ $.a = * }', { a: ['x'] }, false],
    ['a regular expression on an object', '{ $.a = %x% }', { a: { b: 'x' } }, false],
    ['a path does not fan out', '{ $.a.b = x }', { a: [{ b: 'x' }] }, false],
    ['a position', '{ $.a[1] = x }', { a: ['y', 'x'] }, true],
    ['another position', '{ $.a[0] = x }', { a: ['y', 'x'] }, false],
    ['a position beyond the end, negated', '{ $.a[2] != x }', { a: ['y', 'x'] }, false],
    ['a position beyond the end', '{ $.a[2] NOT EXISTS }', { a: ['y', 'x'] }, true],
    ['a position of an object', '{ $.a[0] = x }', { a: { 0: 'x' } }, false],
    ['a name for a position', '{ $.a.0 = x }', { a: ['x'] }, false],
    ['length is not a field of a list', '{ $.a.length = 1 }', { a: ['x'] }, false],
    ['positions in positions', '{ $.a[1][0] = 4 }', { a: [[0], [4]] }, true],
    ['a field of an element', '{ $.a[1].id = 2 }', { a: [{ id: 1 }, { id: 2 }] }, true],
    ['the wildcard: any element', '{ $.a[*] = x }', { a: ['y', 'x'] }, true],
    ['the wildcard: no element', '{ $.a[*] = x }', { a: ['y'] }, false],
    ['the wildcard: an empty list', '{ $.a[*] != x }', { a: [] }, false],
    ['the wildcard, negated: one that differs is enough', '{ $.a[*] != x }', { a: ['x', 'y'] }, true],
    ['the wildcard, negated: none differs', '{ $.a[*] != x }', { a: ['x', 'x'] }, false],
    ['the wildcard and a field', '{ $.a[*].b = x }', { a: [{ b: 'y' }, { b: 'x' }] }, true],
    ['two comparisons: not the same element', '{ $.a[*].b = 1 && $.a[*].c = 2 }', { a: [{ b: 1 }, { c: 2 }] }, true],
    ['the wildcard: any field', '{ $.* = %198\\.51\\.100\\.[0-9]{1,2}% }', { sourceIPAddress: '198.51.100.9' }, true],
    ['the wildcard: one level only', '{ $.* = x }', { a: { b: 'x' } }, false],
    ['the wildcard: NOT EXISTS where no element has it', '{ $.a[*].b NOT EXISTS }', { a: [{ c: 1 }] }, true],
    ['the wildcard: NOT EXISTS where one has it', '{ $.a[*].b NOT EXISTS }', { a: [{ c: 1 }, { b: 1 }] }, false],
  ],
  'case and wildcards': [
    ['with regard to case', '{ $.a = Root }', { a: 'root' }, false],
    ['names with regard to case', '{ $.EventName = x }', { eventName: 'x' }, false],
    ['a star at the end', '{ $.a = "AccessDenied*" }', { a: 'AccessDeniedException' }, true],
    ['a star at the end, for nothing', '{ $.a = "AccessDenied*" }', { a: 'AccessDenied' }, true],
    ['a star at the end is no star at the start', '{ $.a = "AccessDenied*" }', { a: 'xAccessDenied' }, false],
    ['a star at the start', '{ $.a = "*UnauthorizedOperation" }', { a: 'Client.UnauthorizedOperation' }, true],
    ['a star at the start only', '{ $.a = "*Event" }', { a: 'PutEvents' }, false],
    ['stars at both ends', '{ $.a = "*user/*" }', { a: 'arn:aws:iam::123456789012:user/alice' }, true],
    ['two stars: any text', '{ $.a = "**" }', { a: '' }, true],
    ['a star inside is a star', '{ $.a = Ev*ent }', { a: 'Ev*ent' }, true],
    ['a star inside is no wildcard', '{ $.a = Ev*ent }', { a: 'Evxent' }, false],
    ['a star inside and one at the end', '{ $.a = "a*b*" }', { a: 'axbc' }, false],
    ['!= with a star', '{ $.sourceIPAddress != 192.0.2.* }', { sourceIPAddress: '198.51.100.9' }, true],
    ['!= with a star, inside', '{ $.sourceIPAddress != 192.0.2.* }', { sourceIPAddress: '192.0.2.7' }, false],
    ['a question mark is itself', '{ $.a = "v?" }', { a: 'v2' }, false],
    ['a lone star: any text', '{ $.a = * }', { a: 'x' }, true],
    ['a lone star: any number', '{ $.a = * }', { a: 0 }, true],
    ['a quoted lone star: no number', '{ $.a = "*" }', { a: 0 }, false],
    ['an escaped quote', '{ $.a = "say \\"hi\\"" }', { a: 'say "hi"' }, true],
    ['an escaped backslash', '{ $.a = "C:\\\\x" }', { a: 'C:\\x' }, true],
    ['a backslash before a letter', '{ $.a = "C:\\x" }', { a: 'C:\\x' }, true],
    ['unicode in quotes', '{ $.a = "Zoë" }', { a: 'Zoë' }, true],
    ['operators in quotes', '{ $.a = "} && $.b = 1 || (" }', { a: '} && $.b = 1 || (' }, true],
  ],
  'numbers and texts': [
    ['an unquoted number', '{ $.a = 300 }', { a: 300 }, true],
    ['an unquoted number is no text', '{ $.a = 300 }', { a: '300' }, false],
    ['!= a number, on text', '{ $.a != 300 }', { a: '300' }, true],
    ['a quoted number is text', '{ $.a = "300" }', { a: '300' }, true],
    ['a quoted number is no number', '{ $.a = "300" }', { a: 300 }, false],
    ['a decimal', '{ $.a = 300.0 }', { a: 300 }, true],
    ['a sign', '{ $.a > +1000 }', { a: 1001 }, true],
    ['a negative number', '{ $.a >= -1.5 }', { a: -1.5 }, true],
    ['scientific', '{ $.a < 10e3 }', { a: 9999 }, true],
    ['scientific, equal', '{ $.a[0] = 1e+3 }', { a: [1000] }, true],
    ['scientific, small', '{ $.a != 1e-3 }', { a: 0.001 }, false],
    ['<= at the border', '{ $.a <= 5 }', { a: 5 }, true],
    ['< at the border', '{ $.a < 5 }', { a: 5 }, false],
    ['> on a text of digits', '{ $.a > 5 }', { a: '6' }, false],
    ['< on null', '{ $.a < 5 }', { a: null }, false],
    ['< on false', '{ $.a < 5 }', { a: false }, false],
    ['< on a list of one number', '{ $.a < 5 }', { a: [1] }, false],
    ['a wildcard sees numbers', '{ $.a = 4* }', { a: 404 }, true],
    ['a quoted wildcard does not', '{ $.a = "4*" }', { a: 404 }, false],
    ['an address is text', '{ $.a = 192.0.2.1 }', { a: '192.0.2.1' }, true],
    ['an account id in quotes', '{ $.a = "012345678901" }', { a: '012345678901' }, true],
    ['integers beyond 2^53 by text', '{ $.a = 9007199254740993 }', { a: 9007199254740992 }, false],
    ['integers beyond 2^53, the same', '{ $.a = 9007199254740992 }', { a: 9007199254740992 }, true],
    ['a large number written short', '{ $.a = 1e20 }', { a: 1e20 }, true],
  ],
  booleans: [
    ['IS TRUE', '{ $.a IS TRUE }', { a: true }, true],
    ['IS TRUE, the text', '{ $.a IS TRUE }', { a: 'true' }, false],
    ['IS TRUE, one', '{ $.a IS TRUE }', { a: 1 }, false],
    ['IS FALSE', '{ $.a IS FALSE }', { a: false }, true],
    ['IS FALSE, null', '{ $.a IS FALSE }', { a: null }, false],
    ['= true is a text', '{ $.a = true }', { a: true }, false],
    ['!= true, on false', '{ $.a != true }', { a: false }, false],
    ['= true, on the text', '{ $.a = true }', { a: 'true' }, true],
  ],
  'precedence and parentheses': [
    ['&& first', '{ $.a = 1 || $.b = 1 && $.c = 1 }', { a: 1 }, true],
    ['&& first, on the left', '{ $.a = 1 && $.b = 1 || $.c = 1 }', { c: 1 }, true],
    ['parentheses', '{ ($.a = 1 || $.b = 1) && $.c = 1 }', { a: 1 }, false],
    ['parentheses, both', '{ ($.a = 1 || $.b = 1) && $.c = 1 }', { b: 1, c: 1 }, true],
    ['without spaces', '{($.a=1)&&($.b=2||$.b=3)}', { a: 1, b: 3 }, true],
    ['line breaks', '{\n  $.a = 1\n  &&\n  $.b = 2\n}\n', { a: 1, b: 2 }, true],
    ['redundant parentheses', '{ ((($.a = 1))) }', { a: 1 }, true],
  ],
  'names in brackets': [
    ['a space', "{ $['a b'] = x }", { 'a b': 'x' }, true],
    ['after a field', "{ $.a['b c'] = x }", { a: { 'b c': 'x' } }, true],
    ['after a dot, as the user guide writes it', "{ $.['cluster.name'] = c }", { 'cluster.name': 'c' }, true],
    ['a dot in the name is not a path', "{ $['a.b'] = x }", { a: { b: 'x' } }, false],
    ['double quotes', '{ $.a["b:c"].d = x }', { a: { 'b:c': { d: 'x' } } }, true],
    ['an escaped quote', "{ $['it\\'s'] = x }", { "it's": 'x' }, true],
    ['hyphen and underscore need none', '{ $.a-b_c = x }', { 'a-b_c': 'x' }, true],
    ['a name of digits is no position', "{ $.a['0'] = x }", { a: { 0: 'x' } }, true],
  ],
  'regular expressions': [
    ['anywhere', '{ $.a = %Trail% }', { a: 'UpdateTrail' }, true],
    ['with regard to case', '{ $.a = %trail% }', { a: 'UpdateTrail' }, false],
    ['anchors', '{ $.a = %^Up.*il$% }', { a: 'UpdateTrail' }, true],
    ['the end is the end, not a line', '{ $.a = %^a$% }', { a: 'a\nb' }, false],
    ['a point is a line break too', '{ $.a = %a.b% }', { a: 'a\nb' }, true],
    ['alternatives', '{ $.a = %^starting|^shutting down% }', { a: 'shutting down now' }, true],
    ['no minimum', '{ $.a = %^ba{,2}b$% }', { a: 'bb' }, true],
    ['no minimum, too many', '{ $.a = %^ba{,2}b$% }', { a: 'baaab' }, false],
    ['no maximum', '{ $.a = %^a{2,}$% }', { a: 'aaaa' }, true],
    ['a class', '{ $.a = %^[^a-z]\\d\\w\\s\\S$% }', { a: 'A1_ x' }, true],
    ['a hexadecimal character', '{ $.a = %\\x28x\\x29% }', { a: '(x)' }, true],
    ['an escaped operator', '{ $.a = %\\[.\\]% }', { a: 'see [7]' }, true],
    ['an unescaped point', '{ $.a = %10.10.0.1% }', { a: '10010,051' }, true],
    ['!=', '{ $.a != %Trail% }', { a: 'ConsoleLogin' }, true],
    ['a number as it prints', '{ $.a = %^4\\d\\d$% }', { a: 404 }, true],
    ['a brace of a repetition does not end the pattern', '{ $.a = %^x{2}$% }', { a: 'xx' }, true],
    ['one that backtracks for ever elsewhere', '{ $.a = %^a*a*a*a*a*a*b$% }', { a: 'a'.repeat(20_000) }, false],
  ],
  'derived fields': [
    ['a boolean', '{ $.derived.denied IS TRUE }', { errorCode: 'AccessDenied' }, true],
    ['a text', '{ $.derived.apiName = UpdateFunctionCode }', { eventName: 'UpdateFunctionCode20150331v2' }, true],
    ['nothing to derive', '{ $.derived.apiName NOT EXISTS }', {}, true],
    ['an unknown one', '{ $.derived.nothing NOT EXISTS }', { derived: { nothing: 'x' } }, true],
    ['derived inside another field is a name', '{ $.a.derived = x }', { a: { derived: 'x' } }, true],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_, rows) => {
  test.each(rows)('%s', (_name, pattern, record, expected) => {
    expect(holds(parsed(pattern), record)).toBe(expected);
  });
});

const scalar = fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer());
const operand = fc.constantFrom('x', '"x"', '"*"', '*', '4*', '0', '1.5', '%^[0-9]+$%');

test('law: for a text or a number either = or != is true, for anything else neither', () => {
  fc.assert(
    fc.property(operand, scalar, (value, a) => {
      const equal = holds(parsed(`{ $.a = ${value} }`), { a });
      expect(holds(parsed(`{ $.a != ${value} }`), { a })).toBe(!equal);
    }),
  );
  const others = fc.oneof(fc.constantFrom(null, true, false), fc.array(scalar), fc.dictionary(fc.string(), scalar));
  fc.assert(
    fc.property(operand, others, (value, a) => {
      expect(holds(parsed(`{ $.a = ${value} }`), { a })).toBe(false);
      expect(holds(parsed(`{ $.a != ${value} }`), { a })).toBe(false);
    }),
  );
});

const leaves: fc.Arbitrary<CloudWatchLeaf> = fc.record({
  dialect: fc.constant('cloudwatch' as const),
  selector: fc
    .tuple(
      fc.string({ maxLength: 20 }),
      fc.array(fc.oneof(fc.string({ maxLength: 20 }), fc.nat(999_999_999)), { maxLength: 4 }),
    )
    .map(([first, rest]) => [first, ...rest]),
  op: fc.constantFrom('=' as const, '!=' as const),
  value: fc.oneof(
    anyText(50).map((quoted) => ({ quoted })),
    fc.constantFrom({ bare: '*.amazonaws.com' }, { number: '-1e+3' }, { number: '007' }, { regex: '^a{2,3}[^\\]]?$' }),
  ),
});

test('law: a leaf printed and parsed is the same leaf, whatever its names and texts hold', () => {
  fc.assert(
    fc.property(leaves, (leaf) => {
      expect(parseFilterPattern(`{ ${leafText(leaf)} }`)).toEqual({ ok: true, condition: leaf });
    }),
  );
});

test.each([
  ['{ $.a.b != "x y" }', '$.a.b != "x y"'],
  ["{ $.a['b c'][0] >= 1e3 }", "$.a['b c'][0] >= 1e3"],
  ['{ $.*.b NOT   EXISTS }', '$[*].b NOT EXISTS'],
  ['{ $.a IS\nTRUE }', '$.a IS TRUE'],
  ['{ $.a[*] = %x|y% }', '$.a[*] = %x|y%'],
])('%s prints as it is read', (pattern, expected) => {
  expect(leafText(onlyLeaf(pattern))).toBe(expected);
});

test.each<[string, JsonObject, readonly unknown[]]>([
  ['{ $.a = x }', {}, []],
  ['{ $.a = x }', { a: null }, [null]],
  ['{ $.a[*].b = x }', { a: [{ b: 1 }, {}, { b: [2] }] }, [1, [2]]],
])('%s on %j sees %j', (pattern, record, expected) => {
  expect(selectedValues(onlyLeaf(pattern), record)).toEqual(expected);
});

test.each([
  ['{ $.a = ConsoleLogin }', 'ConsoleLogin'],
  ['{ $.a = "Console*Login" }', 'Console*Login'],
  ['{ $.a = "Console*" }', undefined],
  ['{ $.a != ConsoleLogin }', undefined],
  ['{ $.a = 1 }', undefined],
  ['{ $.a = %Console% }', undefined],
  ['{ $.a NOT EXISTS }', undefined],
])('%s requires the text %s', (pattern, expected) => {
  expect(requiredText(onlyLeaf(pattern))).toBe(expected);
});
