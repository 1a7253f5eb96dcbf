import type { JsonObject } from '../../src/json.ts';
import { patternMustEqual } from '../../src/match/dialects/eventbridge/access.ts';
import { compilePattern } from '../../src/match/dialects/eventbridge/compile.ts';
import { envelopeOf, hasDetail } from '../../src/match/dialects/eventbridge/envelope.ts';
import { readPattern } from '../../src/match/dialects/eventbridge/read.ts';

function read(value: unknown) {
  const result = readPattern(value);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.pattern;
}

const RECORD = {
  eventVersion: '1.11',
  eventTime: '2026-11-20T14:03:22Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'CreateUser',
  eventType: 'AwsApiCall',
  awsRegion: 'us-east-1',
  recipientAccountId: '123456789012',
};

test('the envelope that EventBridge would have put around a record', () => {
  expect(envelopeOf(RECORD)).toEqual({
    version: '0',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.iam',
    account: '123456789012',
    time: '2026-11-20T14:03:22Z',
    region: 'us-east-1',
    resources: [],
    detail: RECORD,
  });
});

const ENVELOPES: readonly (readonly [name: string, record: JsonObject, expected: JsonObject])[] = [
  [
    'a sign-in',
    { eventType: 'AwsConsoleSignIn', eventSource: 'signin.amazonaws.com' },
    { 'detail-type': 'AWS Console Sign In via CloudTrail', source: 'aws.signin' },
  ],
  ['a service', { eventType: 'AwsServiceEvent' }, { 'detail-type': 'AWS Service Event via CloudTrail' }],
  ['a console action', { eventType: 'AwsConsoleAction' }, { 'detail-type': 'AWS API Call via CloudTrail' }],
  [
    'an insight has no eventSource of its own',
    { eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' },
    { 'detail-type': 'AWS Insight via CloudTrail', source: 'aws.cloudtrail' },
  ],
  ['an inherited name for a type', { eventType: 'constructor' }, { 'detail-type': 'AWS API Call via CloudTrail' }],
  ['the China partition', { eventSource: 'ec2.amazonaws.com.cn' }, { source: 'aws.ec2' }],
  ['no recipient', { userIdentity: { accountId: '123456789012' } }, { account: '123456789012' }],
];

test.each(ENVELOPES)('envelope: %s', (_name, record, expected) => {
  expect(envelopeOf(record)).toMatchObject(expected);
});

test('what a record does not tell is left out', () => {
  expect(Object.keys(envelopeOf({ eventName: 7 })).sort()).toEqual(['detail', 'detail-type', 'resources', 'version']);
});

const ABOUT: readonly (readonly [name: string, pattern: unknown, enveloped: boolean])[] = [
  ['detail', { detail: { eventName: ['x'] } }, true],
  ['detail, dotted', { 'detail.eventName': ['x'] }, true],
  ['source alone', { source: ['aws.iam'] }, true],
  ['detail-type alone', { 'detail-type': ['AWS API Call via CloudTrail'] }, true],
  ['in $or', { $or: [{ account: ['123456789012'] }, { region: ['us-east-1'] }] }, true],
  ['a bare record', { eventName: ['x'], eventSource: ['y'] }, false],
  ['resources are the record’s own', { resources: { ARN: [{ prefix: 'arn:' }] } }, false],
  ['resources and an envelope', { source: ['aws.s3'], resources: ['x'] }, true],
  ['a record’s field that ends like the envelope’s', { awsRegion: ['us-east-1'], eventTime: ['x'] }, false],
];

test.each(ABOUT)('about the envelope or the record: %s', (_name, pattern, enveloped) => {
  expect(hasDetail(read(pattern))).toBe(enveloped);
});

test('one pattern with and without its envelope', () => {
  const bare = read({ eventName: ['CreateUser'], eventSource: ['iam.amazonaws.com'] });
  const whole = read({
    source: ['aws.iam'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: { eventName: ['CreateUser'], eventSource: ['iam.amazonaws.com'] },
  });
  expect(compilePattern(bare)(RECORD)).toBe(true);
  expect(compilePattern(whole)(envelopeOf(RECORD))).toBe(true);
  expect(compilePattern(whole)(RECORD)).toBe(false);
});

const ACCESS: readonly (readonly [name: string, pattern: unknown, texts: readonly string[] | undefined])[] = [
  ['one text', { eventName: ['A'] }, ['A']],
  ['as written', { eventName: ['StopLogging', 'stoplogging'] }, ['StopLogging', 'stoplogging']],
  ['in the envelope', { detail: { eventName: ['A', 'B'] } }, ['A', 'B']],
  ['in the envelope, dotted', { 'detail.eventName': ['A'] }, ['A']],
  ['the same name elsewhere', { detail: { a: ['x'] }, eventName: ['A'] }, undefined],
  ['another field', { eventSource: ['A'] }, undefined],
  ['below the field', { eventName: { x: ['A'] } }, undefined],
  ['a prefix too', { eventName: ['A', { prefix: 'B' }] }, undefined],
  ['any case', { eventName: [{ 'equals-ignore-case': 'A' }] }, undefined],
  ['anything but', { eventName: [{ 'anything-but': 'A' }] }, undefined],
  ['missing is fine too', { eventName: ['A', { exists: false }] }, undefined],
  ['null too', { eventName: ['A', null] }, undefined],
  ['a number too', { eventName: ['A', 1] }, undefined],
  ['beside $or', { eventName: ['A'], $or: [{ a: ['x'] }, { b: ['y'] }] }, ['A']],
  ['in every member of $or', { $or: [{ eventName: ['A'] }, { eventName: ['B'], b: ['y'] }] }, ['A', 'B']],
  ['not in every member', { $or: [{ eventName: ['A'] }, { b: ['y'] }] }, undefined],
  ['overridden in one member', { eventName: ['A'], $or: [{ eventName: ['B'] }, { b: ['y'] }] }, ['A', 'B']],
  ['overridden by anything', { eventName: ['A'], $or: [{ eventName: [{ prefix: '' }] }, { b: ['y'] }] }, undefined],
];

test.each(ACCESS)('the index: %s', (_name, pattern, texts) => {
  const named = patternMustEqual(read(pattern), 'eventName');
  expect(named === undefined ? undefined : [...named].sort()).toEqual(texts);
});
