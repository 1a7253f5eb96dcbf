import { RuleSet } from '../../src/match/rule-set.ts';
import { toRecord } from '../../src/record/record.ts';
import { compiledRules, loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';
import { runRuleTests } from '../../src/rule/run-tests.ts';

const HEAD = 'title: T\nname: t\nlogsource: { product: aws, service: cloudtrail }\n';

const load = (text: string) => {
  const loaded = loadRules([{ file: 'r.yml', text }], new Map([['people', ['alice', 'b*']]]));
  expect(loaded.errors.map(formatRuleError)).toEqual([]);
  return loaded;
};
const matches = (text: string, raw: { [key: string]: unknown }) =>
  new RuleSet(compiledRules(load(text))).match(toRecord(raw));

describe('a filter document', () => {
  const RULE = `${HEAD}detection: { sel: { eventName: A }, condition: sel }\n`;
  const filter = (rules: string, condition: string) =>
    `---\ntitle: F\nlogsource: { product: aws, service: cloudtrail }\nfilter: { rules: ${rules}, admin: { user: admin }, condition: ${condition} }\n`;

  test.each([
    ['by name', filter('[t]', 'not admin'), 1],
    ['of any rule', filter('any', 'not admin'), 1],
    ['without a negation, which is ANDed as it stands', filter('[t]', 'admin'), 0],
  ])('%s', (_name, document, quiet) => {
    expect(matches(RULE + document, { eventName: 'A', user: 'bob' })).toHaveLength(quiet);
    expect(matches(RULE + document, { eventName: 'A', user: 'admin' })).toHaveLength(1 - quiet);
    expect(matches(RULE + document, { eventName: 'B', user: 'bob' })).toHaveLength(0);
  });
});

test('several conditions mean any of them; several documents are several rules', () => {
  const text = `${HEAD}detection:\n  a: { x: 1 }\n  b: { x: 2 }\n  condition: [a, b]\n---\n${HEAD.replaceAll('t\n', 'u\n')}detection: { a: { x: 2 }, condition: a }\n`;
  expect(matches(text, { x: 1 })).toHaveLength(1);
  expect(matches(text, { x: 2 })).toHaveLength(2);
});

describe('pasted patterns', () => {
  test.each([
    ['eventbridge, with the envelope', 'eventbridge: { source: [aws.iam], detail: { eventName: [CreateUser] } }'],
    ['eventbridge, bare', 'eventbridge: { eventName: [CreateUser] }'],
    ['eventbridge, as JSON', `eventbridge: '{"detail":{"eventName":[{"prefix":"Create"}]}}'`],
    ['cloudwatch', `cloudwatch: '{ ($.eventSource = iam.amazonaws.com) && ($.eventName = "Create*") }'`],
    [
      'eventbridge in a detection',
      'detection: { a: { eventbridge: { detail: { eventName: [CreateUser] } } }, b: { errorCode: null }, condition: a and b }',
    ],
    ['cloudwatch in a detection', `detection: { a: { cloudwatch: '{ $.eventName = CreateUser }' }, condition: a }`],
  ])('%s', (_name, condition) => {
    const raw = { eventSource: 'iam.amazonaws.com', eventName: 'CreateUser', eventType: 'AwsApiCall' };
    expect(matches(HEAD + condition, raw)).toHaveLength(1);
    expect(matches(HEAD + condition, { ...raw, eventName: 'DeleteUser' })).toHaveLength(0);
  });
});

describe('suppress', () => {
  const RULE = `${HEAD}detection: { sel: { eventName: A }, condition: sel }\nsuppress:\n  - { when: { user|expand: '%people%' }, because: a drill, until: 2026-12-31 }\n`;
  const suppressed = (raw: { [key: string]: unknown }) => matches(RULE, { eventName: 'A', ...raw })[0]?.suppressed;

  test.each([
    ['whom it covers', { user: 'alice', eventTime: '2026-11-20T00:00:00Z' }, 'a drill'],
    ['on its last second', { user: 'bob', eventTime: '2026-12-31T23:59:59Z' }, 'a drill'],
    ['after its end', { user: 'alice', eventTime: '2027-01-01T00:00:00Z' }, undefined],
    ['whom it does not cover', { user: 'mallory', eventTime: '2026-11-20T00:00:00Z' }, undefined],
  ])('%s', (_name, raw, expected) => {
    expect(suppressed(raw)).toBe(expected);
  });
});

describe('tests in the file', () => {
  const bases = new Map([['login', { eventName: 'A', userIdentity: { type: 'Root', arn: 'x' }, errorCode: 'E' }]]);
  const problems = (test: string): readonly string[] => {
    const rule = `${HEAD}detection: { sel: { eventName: A, userIdentity.type: Root, errorCode: null }, condition: sel }\nsuppress: [{ when: { user: alice }, because: x, until: 2099-01-01 }]\ntests:\n  - ${test}\n`;
    return runRuleTests(load(rule).rules, bases)[0]?.problems ?? ['no test'];
  };

  test.each([
    ['a base with a field taken out', '{ name: n, fires: true, base: login, without: [errorCode] }', []],
    ['a base as it is', '{ name: n, fires: false, base: login }', []],
    [
      'a patch',
      '{ name: n, fires: false, base: login, without: [errorCode], patch: { userIdentity.type: IAMUser } }',
      [],
    ],
    [
      'a patch that makes the way',
      '{ name: n, fires: true, event: { eventName: A }, patch: { userIdentity.type: Root } }',
      [],
    ],
    [
      'a patch of a key named __proto__',
      '{ name: n, fires: false, event: { eventName: A }, patch: { __proto__.type: Root } }',
      [],
    ],
    [
      'an expectation that fails',
      '{ name: n, fires: true, level: high, base: login, without: [errorCode] }',
      ['expected level "high", found "medium"'],
    ],
    [
      'suppressed',
      '{ name: n, fires: true, suppressed: true, base: login, without: [errorCode], patch: { user: alice } }',
      [],
    ],
    [
      'not suppressed',
      '{ name: n, fires: true, suppressed: true, base: login, without: [errorCode] }',
      ['expected suppressed true, found false'],
    ],
    [
      'a base that is not there',
      '{ name: n, fires: true, base: logn }',
      ['there is no base event "logn" in the folder of samples, events/records; did you mean "login"?'],
    ],
    ['event and base', '{ name: n, fires: true, base: login, event: {} }', ['a test has either event or base']],
    ['neither', '{ name: n, fires: true }', ['a test has either event or base']],
  ])('%s', (_name, test, expected) => {
    expect(problems(test)).toEqual(expected);
  });

  test('a base stays as it was for the next test', () => {
    expect(bases.get('login')).toEqual({ eventName: 'A', userIdentity: { type: 'Root', arn: 'x' }, errorCode: 'E' });
  });
});

test('numbers of a pasted pattern keep their digits', () => {
  const rule = `${HEAD}eventbridge: { detail: { requestParameters: { id: [12345678901234567890, 300] } } }`;
  const stored = JSON.stringify(load(rule).rules[0]?.compiled.condition);
  expect(stored).toContain('12345678901234567890');
  expect(matches(rule, { requestParameters: { id: 300.0 } })).toHaveLength(1);
  expect(matches(rule, { requestParameters: { id: '300' } })).toHaveLength(0);
});
