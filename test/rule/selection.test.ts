import { loadRules, type RuleFile } from '../../src/rule/load.ts';
import { type Selection, select, standingsOf, unknownNames } from '../../src/rule/selection.ts';

const rule = (name: string, tags: string): string =>
  `title: ${name}\nname: ${name}\ntags: [${tags}]\nlogsource: { product: aws, service: cloudtrail }\n` +
  `detection: { it: { eventName: ${name} }, condition: it }\n`;
const burst = (name: string, counted: string, tags: string): string =>
  `title: ${name}\nname: ${name}\ntags: [${tags}]\n` +
  `correlation: { type: event_count, rules: ${counted}, timespan: 5m, condition: { gte: 5 } }\n`;

const file: RuleFile = {
  file: 'r.yml',
  text: [
    rule('urgent', 'pack.essentials'),
    rule('trail', 'cis.aws.4.5, pack.full'),
    rule('other', 'pack.full'),
    rule('mine', 'attack.impact'),
    rule('payments', 'pack.payments'),
    rule('call', 'pack.full'),
    burst('many', 'call', 'pack.full'),
    burst('storm', 'many', 'pack.essentials'),
  ].join('---\n'),
};
const loaded = loadRules([file], new Map());
const choose = (selection: Partial<Selection>): Selection => ({ on: [], staged: [], off: [], ...selection });

test.each<[string, Partial<Selection>, Record<string, string>]>([
  ['nothing but one’s own', {}, { mine: 'on' }],
  [
    'a pack, with what its rules count, through two of them',
    { on: ['essentials'] },
    { urgent: 'on', mine: 'on', storm: 'on', many: 'counted', call: 'counted' },
  ],
  ['the controls of CIS', { on: ['cis'] }, { trail: 'on', mine: 'on' }],
  ['a pack of one’s own', { on: ['payments'] }, { payments: 'on', mine: 'on' }],
  ['a rule by its name', { on: ['other'] }, { other: 'on', mine: 'on' }],
  [
    'on goes before staged',
    { on: ['cis'], staged: ['full'], off: ['storm', 'many', 'call'] },
    {
      trail: 'on',
      urgent: 'staged',
      other: 'staged',
      mine: 'staged',
      payments: 'staged',
    },
  ],
  ['off goes before all', { on: ['full'], off: ['full'] }, {}],
  [
    'what is off is counted all the same where it must be',
    { on: ['many'], off: ['call', 'mine'] },
    {
      many: 'on',
      call: 'counted',
    },
  ],
])('%s', (_name, selection, expected) => {
  const standings = standingsOf(loaded, choose(selection));
  expect(Object.fromEntries([...standings].filter(([, standing]) => standing !== 'off'))).toEqual(expected);
});

test('the chosen rules are marked with what they do', () => {
  const { rules, memory } = select(loaded, choose({ on: ['storm'], staged: ['urgent'], off: ['mine'] }));
  const marks = [...rules, ...memory].map(({ compiled: { name, staged, untold } }) => ({ name, staged, untold }));
  expect(marks).toEqual([
    { name: 'urgent', staged: true, untold: undefined },
    { name: 'call', staged: undefined, untold: true },
    { name: 'many', staged: undefined, untold: true },
    { name: 'storm', staged: undefined, untold: undefined },
  ]);
});

test('a name that nothing has is told, with what was perhaps meant', () => {
  expect(unknownNames(loaded, choose({ on: ['essentials', 'esentials'], off: ['xyzxyz'] }))).toEqual([
    {
      path: ['rules', 'on', 1],
      message: 'there is no pack and no rule "esentials"',
      hint: 'Did you mean "essentials"?',
    },
    {
      path: ['rules', 'off', 0],
      message: 'there is no pack and no rule "xyzxyz"',
      hint: 'Packs are essentials, cis, full, payments. `trailhound rules` lists all rules',
    },
  ]);
});
