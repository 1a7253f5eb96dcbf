import { lintFilterPattern } from '../../src/match/dialects/cloudwatch/lint.ts';
import { parseFilterPattern } from '../../src/match/dialects/cloudwatch/parse.ts';

const WEAK = /beside \|\| is true for nearly every record/;
const MISSED = /is false where the field is missing/;
const NO_SOURCE = /names an event without its eventSource/;
const MIXED = /mixed without parentheses/;
const STAR = /is no wildcard/;
const WORD = /compares with the text/;
const ACCOUNT = /account ids as text/;

/** Carets mark where each finding points to, in their order. */
type Row = readonly [name: string, marked: string, messages: readonly RegExp[]];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'an || of !=': [
    ['two of one field', '{ ^$.a != x || ^$.a != y }', [WEAK, WEAK]],
    ['one beside another comparison', '{ $.a = x || ^$.b != y }', [WEAK]],
    ['inside parentheses', '{ $.c = z && ($.a = x || ^$.b != y) }', [WEAK]],
    ['a regular expression', '{ $.a = x || ^$.b != %y% }', [WEAK]],
    ['!= beside &&', '{ $.a != x && $.a != y }', []],
    ['!= beside && beside ||', '{ $.a = x || ($.b != y && $.c = z) }', []],
    ['with NOT EXISTS of the field', '{ $.a != x || $.a NOT EXISTS }', []],
    ['with NOT EXISTS of another field', '{ ^$.a != x || $.b NOT EXISTS }', [WEAK]],
    ['two, with NOT EXISTS', '{ ^$.a != x || ^$.a != y || $.a NOT EXISTS }', [WEAK, WEAK]],
  ],
  '&& and || mixed': [
    ['|| after &&', '{ $.a = x && $.b = y ^|| $.c = z }', [MIXED]],
    ['&& after ||', '{ $.a = x || $.b = y ^&& $.c = z }', [MIXED]],
    ['once only', '{ $.a = x || $.b = y ^&& $.c = z || $.d = w && $.e = v }', [MIXED]],
    ['inside parentheses', '{ $.d = w && ($.a = x || $.b = y ^&& $.c = z) }', [MIXED]],
    ['in two groups', '{ ($.a=1 || $.b=1 ^&& $.c=1) && ($.a=2 && $.b=2 ^|| $.c=2) }', [MIXED, MIXED]],
    ['parentheses around one kind', '{ ($.a = x && $.b = y) || $.c = z }', []],
    ['parentheses around single comparisons do not help', '{ ($.a = x) && ($.b = y) ^|| ($.c = z) }', [MIXED]],
  ],
  '!= of a field that may be missing': [
    ['MFAUsed', '{ $.a = x && ^$.additionalEventData.MFAUsed != "Yes" }', [MISSED]],
    ['MFAUsed in brackets', '{ $.a = x && ^$.additionalEventData[\'MFAUsed\'] != "Yes" }', [MISSED]],
    ['alone', '{ ^$.errorCode != "AccessDenied" }', [MISSED]],
    ['with NOT EXISTS', '{ $.a = x && ($.errorCode != "x" || $.errorCode NOT EXISTS) }', []],
    ['beside && the field is asked for anyway', '{ $.errorCode = "Acc*" && $.errorCode != "AccessDenied" }', []],
    ['beside && with two !=', '{ ^$.errorCode != "x" && ^$.errorCode != "y" }', [MISSED, MISSED]],
    ['=', '{ $.a = x && $.additionalEventData.MFAUsed = "No" }', []],
    ['a field that is always there', '{ $.eventType != "AwsServiceEvent" }', []],
  ],
  'an event name without eventSource': [
    ['alone', '{ ^$.eventName = DeleteRule }', [NO_SOURCE]],
    ['the first of several', '{ ^$.eventName = DeleteRule || $.eventName = PutRule }', [NO_SOURCE]],
    ['with a source', '{ $.eventSource = events.amazonaws.com && $.eventName = DeleteRule }', []],
    ['with sources', '{ ($.eventSource = "a*" || $.eventSource = "b*") && $.eventName = DeleteRule }', []],
    ['with a source in one branch only', '{ ($.eventSource = a && $.eventName = b) || ^$.eventName = c }', [NO_SOURCE]],
    ['with a source that may be left out', '{ ($.eventSource = a || $.b = c) && ^$.eventName = d }', [NO_SOURCE]],
    ['a source beside || is none', '{ $.eventSource = a || ^$.eventName = b }', [NO_SOURCE]],
    ['a family of names', '{ $.eventName = "Delete*" }', []],
    ['a name left out', '{ $.eventName != HeadBucket }', []],
  ],
  'values that are read otherwise than they look': [
    ['a star inside', '{ ^$.a = "arn:*:user" }', [STAR]],
    ['a star inside and at the end', '{ ^$.a = a*b* }', [STAR]],
    ['stars at both ends', '{ $.a = "*user*" }', []],
    ['null', '{ ^$.a = null }', [WORD]],
    ['true', '{ ^$.a = true }', [WORD]],
    ['FALSE', '{ $.b = x && ^$.a != FALSE }', [WORD]],
    ['a text in quotes', '{ $.a = "true" }', []],
    ['an account id', '{ ^$.recipientAccountId = 123456789012 }', [ACCOUNT]],
    ['an account id in quotes', '{ $.recipientAccountId = "123456789012" }', []],
    ['another number', '{ $.a = 1234567890123 }', []],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_, rows) => {
  test.each(rows)('%s', (_name, marked, messages) => {
    const [first = '', ...rest] = marked.split('^');
    let offset = first.length;
    const offsets = rest.map((piece) => {
      const here = offset;
      offset += piece.length;
      return here;
    });
    const text = marked.replaceAll('^', '');
    const read = parseFilterPattern(text);
    const lints = read.ok ? lintFilterPattern(text, read.condition) : undefined;
    expect(lints?.map((lint) => lint.offset)).toEqual(offsets);
    expect(lints).toEqual(
      messages.map((message): unknown => expect.objectContaining({ message: expect.stringMatching(message) })),
    );
  });
});

test('the hint for MFAUsed is the comparison to write', () => {
  const text = '{ $.additionalEventData.MFAUsed != "Yes" }';
  const read = parseFilterPattern(text);
  const [lint] = read.ok ? lintFilterPattern(text, read.condition) : [];
  expect(lint?.hint).toBe('Write ($.additionalEventData.MFAUsed != "Yes" || $.additionalEventData.MFAUsed NOT EXISTS)');
  const written = parseFilterPattern(`{ ${lint?.hint.replace('Write ', '')} }`);
  expect(written.ok && lintFilterPattern('', written.condition)).toEqual([]);
});
