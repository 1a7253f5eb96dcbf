import { eventCatalogue } from '../../src/rule/catalogue/catalogue.ts';
import { readConfiguration } from '../../src/rule/configuration.ts';
import type { Deployment } from '../../src/rule/lint/finding.ts';
import { lint } from '../../src/rule/lint/lint.ts';
import { lintSuppressions } from '../../src/rule/lint/suppressions.ts';
import { loadRuleFiles, loadRules } from '../../src/rule/load.ts';
import { formatRuleError } from '../../src/rule/rule-error.ts';

const catalogue = eventCatalogue();
const EVERYWHERE: Deployment = { sources: new Set(['s3', 'eventbridge']) };
const LISTS = new Map([['none', []]]);

const HEAD = 'title: T\nlogsource: { product: aws, service: cloudtrail }\n';
const TESTS = 'tests:\n  - { name: a, fires: true, event: {} }\n  - { name: b, fires: false, event: {} }\n';
const IAM = 'sel: { eventSource: iam.amazonaws.com, eventName: CreateUser }';

/** A rule whose detection has these lines, the first of them in line 4. */
const rule = (detection: readonly string[], more = ''): string =>
  `${HEAD}detection:\n${detection.map((line) => `  ${line}\n`).join('')}${more}${TESTS}`;

function findings(text: string, deployment = EVERYWHERE): string[] {
  const { rules, errors } = loadRules([{ file: 'r.yml', text }], LISTS);
  expect(errors.map(formatRuleError)).toEqual([]);
  return rules.flatMap((loaded) =>
    lint(loaded, deployment, catalogue).map((found) => `${found.severity} ${formatRuleError(found)}`),
  );
}

type Row = readonly [name: string, text: string, expected: readonly string[]];

const NOT_TRUE =
  'error r.yml:6:14: the condition can never be true. A field has one value: alternatives are a list of values, or are joined by "or"';
const ALWAYS =
  'error r.yml:6:14: the condition is true for every record. Two "not" that are joined by "or" exclude nothing: join them by "and"';
const DEDUP = 'alert: { dedup: [eventID] }\n';

const two = (a: string, b: string, condition: string): string =>
  rule([`a: ${a}`, `b: ${b}`, `condition: ${condition}`], DEDUP);

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  events: [
    ['a pair that exists', rule([IAM, 'condition: sel']), []],
    [
      'a pair in other letters, which Sigma does not mind',
      rule(['sel: { eventSource: IAM.amazonaws.com, eventName: createuser }', 'condition: sel']),
      [],
    ],
    [
      'the name of another service',
      rule(['sel: { eventSource: ec2.amazonaws.com, eventName: CreateAccessKey }', 'condition: sel']),
      ['error r.yml:4:53: ec2.amazonaws.com has no event CreateAccessKey. It is one of iam.amazonaws.com'],
    ],
    [
      'source and name in two selections',
      rule(['a: { eventSource: ec2.amazonaws.com }', 'b: { eventName: CreateAccessKey }', 'condition: a and b']),
      ['error r.yml:5:19: ec2.amazonaws.com has no event CreateAccessKey. It is one of iam.amazonaws.com'],
    ],
    [
      'a list of sources, of which one has the name',
      rule([
        'sel: { eventSource: [ec2.amazonaws.com, s3.amazonaws.com], eventName: PutBucketPolicy }',
        'condition: sel',
      ]),
      [],
    ],
    [
      'source and name that exclude nothing',
      rule([
        IAM,
        'not_me: { eventSource: ec2.amazonaws.com, eventName: CreateAccessKey }',
        'condition: sel and not not_me',
      ]),
      ['warning r.yml:5:56: ec2.amazonaws.com has no event CreateAccessKey. It is one of iam.amazonaws.com'],
    ],
    [
      'alternatives, each with its own source',
      rule([
        'sel:',
        '  - { eventSource: iam.amazonaws.com, eventName: CreateUser }',
        '  - { eventSource: s3.amazonaws.com, eventName: PutBucketPolicy }',
        'condition: sel',
      ]),
      [],
    ],
    [
      'a name that many services have may be new to one more',
      rule(['sel: { eventSource: iam.amazonaws.com, eventName: DescribeCluster }', 'condition: sel']),
      [
        'warning r.yml:4:53: iam.amazonaws.com has no event DescribeCluster. It is one of eks.amazonaws.com, elasticmapreduce.amazonaws.com, kafka.amazonaws.com, medialive.amazonaws.com, route53-recovery-control-config.amazonaws.com and 2 more',
      ],
    ],
    [
      'a misspelt name',
      rule(['sel: { eventSource: iam.amazonaws.com, eventName: CreateAcessKey }', 'condition: sel']),
      ['error r.yml:4:53: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'a misspelt name without a source',
      rule(['sel: { eventName: ConsoleLogn }', 'condition: sel']),
      ['error r.yml:4:21: no service is known to write the eventName ConsoleLogn. Did you mean "ConsoleLogin"?'],
    ],
    [
      'a misspelt source',
      rule(['sel: { eventSource: iam.amazonsaws.com, eventName: CreateUser }', 'condition: sel']),
      ['error r.yml:4:23: no service writes the eventSource iam.amazonsaws.com. Did you mean "iam.amazonaws.com"?'],
    ],
    [
      'a name without the date that the service writes behind it',
      rule(['sel: { eventSource: lambda.amazonaws.com, eventName: UpdateFunctionCode }', 'condition: sel']),
      [
        'warning r.yml:4:56: CloudTrail writes UpdateFunctionCode as UpdateFunctionCode20150331. Ask for derived.apiName: UpdateFunctionCode, which leaves the date out',
      ],
    ],
    ['a name with its date', rule(['sel: { eventName: UpdateFunctionCode20150331v2 }', 'condition: sel']), []],
    [
      'a name of the API that S3 records otherwise',
      rule(['sel: { eventSource: s3.amazonaws.com, eventName: ListObjectsV2 }', 'condition: sel']),
      ['warning r.yml:4:52: CloudTrail writes ListObjectsV2 as ListObjects. Ask for ListObjects'],
    ],
    [
      'a name that a source which is known by hand only might have',
      rule(['sel: { eventSource: cloudshell.amazonaws.com, eventName: AssumeRole }', 'condition: sel']),
      ['warning r.yml:4:60: cloudshell.amazonaws.com has no event AssumeRole. It is one of sts.amazonaws.com'],
    ],
    ['part of a name', rule(['sel: { "eventName|startswith": Nothing }', 'condition: sel'], DEDUP), []],
  ],
  fields: [
    [
      'a misspelt field',
      rule([IAM, 'who: { useridentity.type: Root }', 'condition: sel and who']),
      ['error r.yml:5:10: CloudTrail records have no field "useridentity". Did you mean "userIdentity"?'],
    ],
    [
      'a field of something else',
      rule([IAM, 'who: { DestinationHostname: x }', 'condition: sel and who']),
      [
        'warning r.yml:5:10: CloudTrail records have no field "DestinationHostname". Fields keep the names that CloudTrail gives them',
      ],
    ],
    [
      'a name that every object has',
      rule([IAM, 'who: { constructor.name: x }', 'condition: sel and who']),
      [
        'warning r.yml:5:10: CloudTrail records have no field "constructor". Fields keep the names that CloudTrail gives them',
      ],
    ],
    [
      'a derived field that is none',
      rule([IAM, 'who: { derived.sucess: true }', 'condition: sel and who']),
      ['error r.yml:5:10: there is no field "derived.sucess". Did you mean "derived.success"?'],
    ],
    [
      'the other field of a fieldref',
      rule([IAM, 'who: { "userAgent|fieldref": usrAgent }', 'condition: sel and who']),
      ['error r.yml:4:3: CloudTrail records have no field "usrAgent". Did you mean "userAgent"?'],
    ],
    ['a keyword, which has no field', rule([IAM, 'words: [needle]', 'condition: sel and words']), []],
    [
      'fields that the alert tells',
      rule(
        [IAM, 'condition: sel'],
        'alert: { title: "{eventNam}", show: [requestParameters.a], dedup: [derived.actr] }\n',
      ),
      [
        'error r.yml:6:17: alert.title: CloudTrail records have no field "eventNam". Did you mean "eventName"?',
        'error r.yml:6:67: alert.dedup: there is no field "derived.actr". Did you mean "derived.actor"?',
      ],
    ],
  ],
  'conditions that are always the same': [
    ['two values of one field', two('{ eventName: CreateUser }', '{ eventName: DeleteUser }', 'a and b'), [NOT_TRUE]],
    ['two values, one of them cased', two('{ eventType: A }', '{ "eventType|cased": B }', 'a and b'), [NOT_TRUE]],
    ['one value cased and not', two('{ eventType: a }', '{ "eventType|cased": A }', 'a and b'), []],
    ['a value and not that value', two('{ awsRegion: x }', '{ awsRegion: X }', 'a and not b'), [NOT_TRUE]],
    ['a value and not that value cased', two('{ awsRegion: x }', '{ "awsRegion|cased": X }', 'a and not b'), []],
    ['lists that have a value in common', two('{ awsRegion: [x, y] }', '{ awsRegion: [y, z] }', 'a and b'), []],
    ['lists that exclude each other', two('{ awsRegion: [x, y] }', '{ awsRegion: [v, z] }', 'a and b'), [NOT_TRUE]],
    [
      'a list without all of its values',
      two('{ awsRegion: [x, y] }', '{ awsRegion: [y, x] }', 'a and not b'),
      [NOT_TRUE],
    ],
    ['a value and null', two('{ errorCode: x }', '{ errorCode: null }', 'a and b'), [NOT_TRUE]],
    ['null, and it exists', two('{ errorCode: null }', '{ "errorCode|exists": true }', 'a and b'), []],
    ['two values of a field that may hold several', two('{ resources.ARN: x }', '{ resources.ARN: y }', 'a and b'), []],
    [
      'the opposite of a whole selection',
      two('{ awsRegion: x, requestParameters.a: y }', '{ awsRegion: x, requestParameters.a: y }', 'a and not b'),
      [NOT_TRUE],
    ],
    [
      'a selection or its opposite',
      two('{ requestParameters.a: x }', '{ requestParameters.a: x }', 'a or not b'),
      [ALWAYS],
    ],
    ['not one or not the other', two('{ awsRegion: x }', '{ awsRegion: y }', 'not a or not b'), [ALWAYS]],
    ['neither one nor the other', two('{ awsRegion: x }', '{ awsRegion: y }', 'not a and not b'), []],
    ['one or the other', two('{ awsRegion: x }', '{ awsRegion: y }', 'a or b'), []],
    [
      'an empty list',
      rule(['a: { "awsRegion|expand": "%none%" }', 'condition: a'], DEDUP),
      [
        'warning r.yml:5:14: the rule can never fire, since a list that it asks for is empty. Give the list a value in trailhound.yml, or leave the rule out',
      ],
    ],
    [
      'an empty list that is excluded',
      two('{ eventName: CreateUser }', '{ "awsRegion|expand": "%none%" }', 'a and not b'),
      [],
    ],
  ],
  selections: [
    [
      'one that is not used',
      rule([IAM, 'filter: { userAgent: x }', 'condition: sel']),
      ['warning r.yml:5:3: the condition never uses "filter". Name it in the condition, or remove it'],
    ],
    [
      'one of several by a pattern',
      rule([IAM, 'filter_a: { userAgent: x }', 'condition: sel and not 1 of filter_*']),
      [],
    ],
    [
      'what them leaves out',
      rule([IAM, '_filter: { userAgent: x }', 'condition: all of them']),
      ['warning r.yml:5:3: the condition never uses "_filter". Name it in the condition, or remove it'],
    ],
    ['a list of conditions', rule([IAM, 'b: { eventName: DeleteUser }', 'condition: [sel, b]']), []],
  ],
  'what a rule should have': [
    [
      'tests',
      `${HEAD}detection:\n  ${IAM}\n  condition: sel\n`,
      [
        'error r.yml: t has no test that fires. Add one under tests with fires: true',
        'error r.yml: t has no near miss. Add one under tests with fires: false',
      ],
    ],
    [
      'quotes around an account id',
      rule([IAM, 'own: { recipientAccountId: [012345678901, "123456789012"] }', 'condition: sel and own']),
      ['warning r.yml:5:31: the account id 012345678901 is written as a number. Write it in quotes: "012345678901"'],
    ],
    ['a number that is none', rule([IAM, 'own: { requestParameters.n: 1234567890123 }', 'condition: sel and own']), []],
    [
      'a dedup key, where the rule names no event',
      rule(['sel: { userIdentity.type: Root }', 'condition: sel']),
      [
        'warning r.yml:4:3: the rule names no event and gives no alert.dedup, so every event name is an alert of its own. Name the fields that make one case, like dedup: [recipientAccountId, derived.actor]',
      ],
    ],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  test.each(rows)('%s', (_row, text, expected) => {
    expect(findings(text)).toEqual(expected);
  });
});

const READS = rule(['sel: { eventSource: iam.amazonaws.com, eventName: [ListUsers, GetUser] }', 'condition: sel']);
const GETS = rule(['sel: { eventSource: s3.amazonaws.com, eventName: GetObject }', 'condition: sel']);
const WRITES = rule([IAM, 'condition: sel']);
const INSIGHTS = rule(['sel: { eventCategory: Insight }', 'condition: sel'], DEDUP);
const bridge = (more: Partial<Deployment> = {}): Deployment => ({ sources: new Set(['eventbridge']), ...more });

test.each<[string, string, Deployment, string]>([
  ['reads on EventBridge', READS, bridge(), 'leaves out calls that begin with List, Get or Describe'],
  ['reads, with the state that lets them through', READS, { sources: new Set(['eventbridge-read-only']) }, ''],
  ['reads, with a trail', READS, EVERYWHERE, ''],
  ['reads, with nothing known', READS, { sources: new Set() }, ''],
  ['data events on EventBridge are no such reads', GETS, bridge(), ''],
  [
    'data events that are not selected',
    GETS,
    { ...EVERYWHERE, dataEvents: new Set() },
    'no data events of s3.amazonaws.com',
  ],
  ['data events that are', GETS, { ...EVERYWHERE, dataEvents: new Set(['s3.amazonaws.com']) }, ''],
  ['a global service elsewhere', WRITES, bridge({ region: 'eu-central-1' }), 'come to EventBridge in us-east-1'],
  ['a global service at home', WRITES, bridge({ region: 'us-east-1' }), ''],
  ['a global service in another partition', WRITES, bridge({ region: 'us-gov-west-1' }), ''],
  ['Insights that are off', INSIGHTS, { ...EVERYWHERE, insights: false }, 'CloudTrail Insights is off'],
  ['Insights of which nothing is known', INSIGHTS, EVERYWHERE, ''],
])('where it can fire: %s', (_name, text, deployment, expected) => {
  const found = findings(text, deployment);
  expect(found.map((finding) => finding.includes(expected))).toEqual(expected === '' ? [] : [true]);
});

test.each<[string, string, readonly string[]]>([
  ['the last day', '2027-01-31T23:59:59Z', []],
  [
    'the day after',
    '2027-02-01T00:00:00Z',
    ['r.yml:8:54: the suppression "drill" ended on 2027-01-31. Remove it, or give it a new end'],
  ],
])('a suppression on %s', (_name, now, expected) => {
  const text = rule(
    [IAM, 'condition: sel'],
    'suppress:\n\n  - { when: { userAgent: x }, because: drill, until: 2027-01-31 }\n',
  );
  const { rules } = loadRules([{ file: 'r.yml', text }], LISTS);
  expect(rules.flatMap((loaded) => lintSuppressions(loaded, new Date(now))).map(formatRuleError)).toEqual(expected);
});

test('the rules of this project have no error', async () => {
  const { lists } = readConfiguration('t.yml', 'lists: { used_regions: [us-east-1] }\n');
  const { rules } = await loadRuleFiles(['rules'], lists);
  expect(rules.length).toBeGreaterThan(15);
  const found = rules.flatMap((loaded) => lint(loaded, EVERYWHERE, catalogue));
  expect(found.filter(({ severity }) => severity === 'error').map(formatRuleError)).toEqual([]);
});
