import type { JsonObject } from '../../src/json.ts';
import type { Condition, SigmaLeaf } from '../../src/match/condition.ts';
import { readPattern } from '../../src/match/dialects/eventbridge/read.ts';
import { type Explained, explainCondition } from '../../src/match/explain.ts';

const sigma = (field: string, value: string, more: Partial<SigmaLeaf> = {}): SigmaLeaf => ({
  dialect: 'sigma',
  path: field === '' ? [] : field.split('.'),
  op: 'equals',
  value,
  ...more,
});
const RECORD: JsonObject = { a: '1', b: ['2', '3'], list: [{ c: 'x' }, { c: 'y' }] };

/** A line for each part: what decides is marked, then whether it holds, the text, and what was seen. */
function lines(part: Explained, indent = ''): string[] {
  const saw = part.saw === undefined ? '' : ` saw ${JSON.stringify(part.saw)}`;
  const line = `${indent}${part.decided ? '> ' : ''}${part.holds ? 'yes' : 'no'} ${part.text}${saw}`;
  return [line, ...part.parts.flatMap((below) => lines(below, `${indent}  `))];
}

const yes = sigma('a', '1');
const no = sigma('a', '2');

test.each<[string, Condition, string[]]>([
  ['a leaf decides alone', yes, ['> yes a equals "1" saw ["1"]']],
  [
    'all: the first that does not hold',
    { all: [yes, no, sigma('a', '3')] },
    ['no all of', '  yes a equals "1" saw ["1"]', '  > no a equals "2" saw ["1"]', '  no a equals "3" saw ["1"]'],
  ],
  [
    'all of what holds: the first stands for them',
    { all: [yes, sigma('b', '3')] },
    ['yes all of', '  > yes a equals "1" saw ["1"]', '  yes b equals "3" saw ["2","3"]'],
  ],
  [
    'any: the first that holds',
    { any: [no, yes] },
    ['yes any of', '  no a equals "2" saw ["1"]', '  > yes a equals "1" saw ["1"]'],
  ],
  [
    'any of what does not: the first stands for them',
    { any: [no, sigma('a', '3')] },
    ['no any of', '  > no a equals "2" saw ["1"]', '  no a equals "3" saw ["1"]'],
  ],
  ['not', { not: no }, ['yes not', '  > no a equals "2" saw ["1"]']],
  [
    'only below what decides',
    { all: [{ any: [no, yes] }, { not: yes }] },
    [
      'no all of',
      '  yes any of',
      '    no a equals "2" saw ["1"]',
      '    yes a equals "1" saw ["1"]',
      '  no not',
      '    > yes a equals "1" saw ["1"]',
    ],
  ],
  ['a keyword', sigma('', 'y', { op: 'contains' }), ['> yes keyword contains "y" saw ["the whole record"]']],
  ['cased', sigma('a', '1', { cased: true }), ['> yes a equals cased "1" saw ["1"]']],
  ['null names no value', sigma('z', '', { op: 'null' }), ['> yes z null saw []']],
  ['another field', sigma('a', 'b', { op: 'fieldref' }), ['> no a equals field "b" saw ["1"]']],
  [
    'a part of another field',
    sigma('a', 'b', { op: 'fieldref', relation: 'startswith' }),
    ['> no a startswith "b" saw ["1"]'],
  ],
  ['a part of a time', sigma('t', '14', { op: 'number', part: 'hour' }), ['> no t hour number "14" saw []']],
  [
    'quantified: the list that is asked, and every value',
    sigma('list.[all].c', 'x', { quantified: true, or: [sigma('list.[all].c', 'y') as SigmaLeaf & { op: 'equals' }] }),
    ['> yes list[all].c equals "x" or "y" saw [{"c":"x"},{"c":"y"}]'],
  ],
  [
    'CloudWatch',
    { dialect: 'cloudwatch', selector: ['a'], op: '=', value: { quoted: '1' } },
    ['> yes $.a = "1" saw ["1"]'],
  ],
])('%s', (_name, condition, expected) => {
  expect(lines(explainCondition(condition, RECORD))).toEqual(expected);
});

const pattern = (written: object): Condition => {
  const read = readPattern(written);
  if (!read.ok) throw new Error(JSON.stringify(read));
  return { dialect: 'eventbridge', pattern: read.pattern };
};

test.each<[string, object, string[]]>([
  [
    'the first field that does not hold decides',
    { a: ['1'], b: ['9', { prefix: 'x' }], z: ['1'] },
    [
      'no event pattern',
      '  yes a ["1"] saw ["1"]',
      '  > no b ["9", {"prefix":"x"}] saw ["2","3"]',
      '  no z ["1"] saw []',
    ],
  ],
  [
    'where all hold, the first',
    { a: [{ exists: true }] },
    ['yes event pattern', '  > yes a [{"exists":true}] saw ["1"]'],
  ],
  ['what may be missing', { z: [{ exists: false }] }, ['yes event pattern', '  > yes z [{"exists":false}] saw []']],
  ['a number', { a: [1.5] }, ['no event pattern', '  > no a [1.5] saw ["1"]']],
  [
    'numeric',
    { a: [{ numeric: ['>', 0, '<=', 5] }] },
    ['no event pattern', '  > no a [{"numeric":[">",0,"<=",5]}] saw ["1"]'],
  ],
  [
    'anything but one',
    { a: [{ 'anything-but': '1' }] },
    ['no event pattern', '  > no a [{"anything-but":"1"}] saw ["1"]'],
  ],
  [
    'anything but several',
    { a: [{ 'anything-but': ['1', '2'] }] },
    ['no event pattern', '  > no a [{"anything-but":["1","2"]}] saw ["1"]'],
  ],
  [
    'anything but what begins so',
    { a: [{ 'anything-but': { prefix: ['1', '2'] } }] },
    ['no event pattern', '  > no a [{"anything-but":{"prefix":["1","2"]}}] saw ["1"]'],
  ],
  [
    'a suffix in any case',
    { a: [{ suffix: { 'equals-ignore-case': 'X' } }] },
    ['no event pattern', '  > no a [{"suffix":{"equals-ignore-case":"X"}}] saw ["1"]'],
  ],
  [
    'a network',
    { a: [{ cidr: '192.0.2.0/24' }] },
    ['no event pattern', '  > no a [{"cidr":"192.0.2.0/24"}] saw ["1"]'],
  ],
])('event pattern: %s', (_name, written, expected) => {
  expect(lines(explainCondition(pattern(written), RECORD))).toEqual(expected);
});
