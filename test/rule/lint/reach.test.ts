import type { Deployment } from '../../../src/rule/lint/finding.ts';
import { findings } from './findings.ts';

const BRIDGE: Deployment = { sources: new Set(['eventbridge']) };
const READ = 'leaves out calls that begin with List, Get or Describe';
const ELSEWHERE = 'come to EventBridge in us-east-1';

const eb = (detail: string): string => `eventbridge: { detail: { ${detail} } }`;
const sigma = (selection: string): string => `detection: { a: { ${selection} }, condition: a }`;

test.each<[string, string, Deployment, string]>([
  ['an event pattern', eb('eventSource: [iam.amazonaws.com], eventName: [ListUsers, GetUser]'), BRIDGE, READ],
  ['a filter pattern', "cloudwatch: '{ $.eventSource = iam.amazonaws.com && $.eventName = ListUsers }'", BRIDGE, READ],
  [
    'the source by the envelope',
    'eventbridge: { source: [aws.iam], detail: { eventName: [ListUsers] } }',
    BRIDGE,
    READ,
  ],
  ['names that begin so', eb('eventSource: [iam.amazonaws.com], eventName: [{ prefix: List }, GetUser]'), BRIDGE, READ],
  [
    'names that begin so, by a wildcard',
    eb('eventSource: [iam.amazonaws.com], eventName: [{ wildcard: "List*" }]'),
    BRIDGE,
    READ,
  ],
  [
    'names that begin so, in Sigma',
    sigma('eventSource: iam.amazonaws.com, "eventName|startswith": [List, Get]'),
    BRIDGE,
    READ,
  ],
  [
    'names that begin so, in CloudWatch',
    'cloudwatch: \'{ $.eventSource = iam.amazonaws.com && $.eventName = "List*" }\'',
    BRIDGE,
    READ,
  ],
  ['Describe of any service', eb('eventName: [{ prefix: Describe }]'), BRIDGE, READ],
  ['one that is no read', eb('eventSource: [iam.amazonaws.com], eventName: [ListUsers, CreateUser]'), BRIDGE, ''],
  [
    'one way of $or that is no read',
    eb('eventSource: [iam.amazonaws.com], $or: [{ eventName: [ListUsers] }, { eventName: [CreateUser] }]'),
    BRIDGE,
    '',
  ],
  ['hostile: what begins with G only', eb('eventSource: [iam.amazonaws.com], eventName: [{ prefix: G }]'), BRIDGE, ''],
  [
    'hostile: the tokens of STS are delivered',
    eb('eventSource: [sts.amazonaws.com], eventName: [{ prefix: Get }]'),
    BRIDGE,
    '',
  ],
  ['hostile: data events of S3 may be among them', eb('eventName: [{ prefix: Get }]'), BRIDGE, ''],
  [
    'hostile: one is a data event, one a read',
    eb('eventSource: [s3.amazonaws.com], eventName: [GetObject, GetBucketAcl]'),
    BRIDGE,
    '',
  ],
  [
    'management events of S3 only',
    eb('eventSource: [s3.amazonaws.com], eventCategory: [Management], eventName: [{ prefix: Get }]'),
    BRIDGE,
    READ,
  ],
  [
    'reads, with a trail',
    eb('eventSource: [iam.amazonaws.com], eventName: [ListUsers]'),
    { sources: new Set(['s3', 'eventbridge']) },
    '',
  ],
  [
    'reads that are left out',
    eb('eventSource: [ec2.amazonaws.com], eventName: [{ anything-but: [DescribeVpcs] }]'),
    BRIDGE,
    '',
  ],
  [
    'a global service by the envelope',
    'eventbridge: { source: [aws.iam], detail: { eventName: [CreateUser] } }',
    { ...BRIDGE, region: 'eu-central-1' },
    ELSEWHERE,
  ],
])('where it can fire: %s', (_name, asked, deployment, expected) => {
  const found = findings(asked, deployment);
  expect(found.map((finding) => finding.includes(expected))).toEqual(expected === '' ? [] : [true]);
});
