import * as fc from 'fast-check';
import { compile } from '../../src/match/compile.ts';
import type { Condition } from '../../src/match/condition.ts';
import { FieldSlots, RecordFields } from '../../src/match/fields.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { storeRule } from '../../src/match/stored-rule.ts';
import { toRecord } from '../../src/record/record.ts';

const rule = (name: string, condition: Condition): CompiledRule => ({
  id: name,
  name,
  title: name,
  level: 'low',
  tags: [],
  falsepositives: [],
  condition,
  alert: { title: name, dedup: ['eventName'], quietMs: 0, show: [] },
});
const equals = (field: string, value: string): Condition => ({ dialect: 'sigma', path: [field], op: 'equals', value });
const names = (rules: readonly CompiledRule[], raw: object) =>
  new RuleSet({ rules }).match(toRecord(raw as { [key: string]: unknown })).map((match) => match.rule.name);

test('rules that name an event are found by it, without regard to case', () => {
  const rules = [rule('stop', equals('eventName', 'StopLogging')), rule('any', equals('readOnly', 'false'))];
  expect(names(rules, { eventName: 'stoplogging', readOnly: false })).toEqual(['stop', 'any']);
});

test('an eventName that is no text is asked of every rule', () => {
  const rules = [rule('stop', equals('eventName', 'StopLogging'))];
  expect(names(rules, { eventName: ['Other', 'StopLogging'] })).toEqual(['stop']);
  expect(names(rules, { eventName: { nested: 'StopLogging' } })).toEqual(['stop']);
});

test('a rule without a name of an event is asked every time', () => {
  const rules = [
    rule('not', { not: equals('eventName', 'A') }),
    rule('either', { any: [equals('eventName', 'A'), equals('errorCode', 'x')] }),
    rule('source', equals('eventSource', 's')),
  ];
  expect(names(rules, { eventName: 'B', errorCode: 'x', eventSource: 'S' })).toEqual(['not', 'either', 'source']);
});

test('a rule is read and made into functions when the first record comes that it could match', () => {
  const stored = [storeRule(rule('a', equals('eventName', 'A'))), { keys: { names: ['b'] }, json: 'not read' }];
  const set = new RuleSet({ rules: stored });
  expect(set.match(toRecord({ eventName: 'A' })).map((match) => match.rule.name)).toEqual(['a']);
  expect(() => set.match(toRecord({ eventName: 'B' }))).toThrow(SyntaxError);
});

const leaf = fc.record({
  dialect: fc.constant('sigma' as const),
  path: fc.constantFrom(['eventName'], ['eventSource'], ['userIdentity', 'type'], ['errorCode']),
  op: fc.constantFrom('equals' as const, 'startswith' as const, 'contains' as const, 'null' as const, 'glob' as const),
  value: fc.constantFrom('a', 'b', 'A', 'ab', 'a*', '?'),
});
const condition = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.record({ all: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('tree'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('tree') }),
  ),
})).tree;
const value = fc.constantFrom('a', 'b', 'ab', 'A', '', null, 1, undefined);
const record = fc.record({
  eventName: fc.oneof(value, fc.array(value)),
  eventSource: value,
  errorCode: value,
  userIdentity: fc.oneof(value, fc.record({ type: value })),
});

test('the index leaves out no rule that matches, and the order of the rules changes nothing', () => {
  fc.assert(
    fc.property(fc.array(condition, { minLength: 1, maxLength: 8 }), record, (conditions, fields) => {
      const raw = JSON.parse(JSON.stringify(fields)) as { [key: string]: unknown };
      const rules = conditions.map((tree, i) => rule(`r${i}`, tree));
      const oneByOne = rules.filter((each) => {
        const slots = new FieldSlots();
        return compile(each.condition, slots)(new RecordFields({ raw }, slots));
      });
      const expected = oneByOne.map(({ name }) => name);
      expect(names(rules, raw)).toEqual(expected);
      const stored = new RuleSet({ rules: rules.map(storeRule) });
      expect(stored.match(toRecord(raw)).map((match) => match.rule)).toEqual(oneByOne);
      expect(names(rules.toReversed(), raw).toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 2000 },
  );
});
