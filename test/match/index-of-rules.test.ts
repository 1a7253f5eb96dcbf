import { mustEqual } from '../../src/match/access.ts';
import type { Condition, SigmaLeaf } from '../../src/match/condition.ts';
import { readCidr } from '../../src/match/operators/cidr.ts';
import { wordFinder } from '../../src/match/operators/word-finder.ts';

const name = (value: string, more: Partial<SigmaLeaf> = {}): Condition => ({
  dialect: 'sigma',
  path: ['eventName'],
  op: 'equals',
  value,
  ...more,
});
const cloudwatch = (selector: (string | null)[], op: '=' | '!=', quoted: string): Condition => ({
  dialect: 'cloudwatch',
  selector,
  op,
  value: { quoted },
});

// The index may name too many events, never too few; and where it says nothing, every record pays for the rule.
test.each<[string, Condition, string[] | undefined]>([
  ['a name', name('StopLogging'), ['stoplogging']],
  ['a name of CloudWatch', cloudwatch(['eventName'], '=', 'StopLogging'), ['stoplogging']],
  ['any of two', { any: [name('A'), name('B')] }, ['a', 'b']],
  ['the narrower of two', { all: [{ any: [name('A'), name('B')] }, name('C')] }, ['c']],
  ['the narrower of two, the other way round', { all: [name('C'), { any: [name('A'), name('B')] }] }, ['c']],
  ['a name beside something else', { all: [name('x', { path: ['errorCode'] }), name('A')] }, ['a']],
  ['a name or something else', { any: [name('A'), name('x', { path: ['errorCode'] })] }, undefined],
  ['all of nothing', { all: [] }, undefined],
  ['none: no event at all', { any: [] }, []],
  ['not', { not: name('A') }, undefined],
  ['another operator', name('A', { op: 'startswith' }), undefined],
  ['a part of a time', name('14', { part: 'hour' }), undefined],
  ['below the field', name('A', { path: ['eventName', 'x'] }), undefined],
  ['the field below another', name('A', { path: ['x', 'eventName'] }), undefined],
  ['the whole record', name('A', { path: [] }), undefined],
  ['another field of CloudWatch', cloudwatch(['eventSource'], '=', 'A'), undefined],
  ['below the field, by CloudWatch', cloudwatch(['eventName', null], '=', 'A'), undefined],
  ['not equal, by CloudWatch', cloudwatch(['eventName'], '!=', 'A'), undefined],
  ['a wildcard of CloudWatch', cloudwatch(['eventName'], '=', 'Stop*'), undefined],
])('the index: %s', (_name, condition, expected) => {
  const texts = mustEqual(condition, 'eventName');
  expect(texts === undefined ? undefined : [...texts]).toEqual(expected);
});

test.each([
  ['192.0.2.0/24', 24, 'ipv4'],
  ['192.0.2.1/32', 32, 'ipv4'],
  ['0.0.0.0/0', 0, 'ipv4'],
  ['2001:db8::/32', 32, 'ipv6'],
  ['2001:db8::1/128', 128, 'ipv6'],
  ['2001:db8::/33', 33, 'ipv6'],
])('%s is a network', (text, prefix, family) => {
  expect(readCidr(text)).toEqual({ address: text.split('/')[0], prefix, family });
});

test.each([
  '192.0.2.0/33',
  '2001:db8::/129',
  '192.0.2.0/24/24',
  '192.0.2.0/',
  '192.0.2.0/2a',
  '192.0.2.0/a2',
  '192.0.2.0/-1',
  '192.0.2.0/0024',
  '192.0.2.0',
  '/24',
  '192.0.2/24',
  'fe80::1%eth0/64',
  '',
])('%j is no network', (text) => {
  expect(readCidr(text)).toBeUndefined();
});

test.each<[string, string[], string, boolean]>([
  ['a word inside another', ['he', 'she', 'hers'], 'xshex', true],
  ['a word that ends where a longer one breaks off', ['abcd', 'bc'], 'abce', true],
  ['a longer one after a false start', ['aab'], 'aaab', true],
  ['through two shorter beginnings', ['ababc', 'bad', 'ad'], 'abad', true],
  ['no word', ['abcd', 'bcd'], 'abcxbc', false],
  ['the text ends inside the word', ['abc'], 'xxab', false],
  ['the empty word is in every text', [''], '', true],
  ['no words', [], 'abc', false],
])('words: %s', (_name, words, text, expected) => {
  expect(wordFinder(words)(text)).toBe(expected);
});
