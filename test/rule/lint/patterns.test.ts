import { findings } from './findings.ts';

type Row = readonly [name: string, asked: string, expected: readonly string[]];

const eb = (pattern: string): string => `eventbridge: ${pattern}`;
const cw = (pattern: string): string => `cloudwatch: '${pattern}'`;

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'events of event patterns': [
    ['a pair that exists', eb('{ detail: { eventSource: [iam.amazonaws.com], eventName: [CreateUser] } }'), []],
    [
      'of the bare record',
      eb('{ eventSource: [iam.amazonaws.com], eventName: [CreateAcessKey] }'),
      ['error 3:62: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'under detail',
      eb('{ detail: { eventSource: [iam.amazonaws.com], eventName: [CreateAcessKey] } }'),
      ['error 3:72: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'in dotted keys',
      eb('{ detail.eventSource: [iam.amazonaws.com], detail.eventName: [CreateAcessKey] }'),
      ['error 3:76: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'pasted as JSON text',
      eb(`'{"detail":{"eventName":["CreateAcessKey"]}}'`),
      ['error 3:14: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'in a selection',
      'detection: { a: { eventbridge: { eventName: [CreateAcessKey] } }, condition: a }',
      ['error 3:46: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'in $or',
      eb('{ detail: { $or: [{ eventName: [CreateAcessKey] }, { eventName: [CreateUser] }] } }'),
      ['error 3:46: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'source by the envelope',
      eb('{ source: [aws.ec2], detail: { eventName: [CreateAccessKey] } }'),
      ['error 3:57: ec2.amazonaws.com has no event CreateAccessKey. It is one of iam.amazonaws.com'],
    ],
    [
      'source in another way of $or',
      eb(
        '{ detail: { $or: [{ eventSource: [ec2.amazonaws.com], eventName: [RunInstances] }, { eventSource: [iam.amazonaws.com], eventName: [CreateUser] }] } }',
      ),
      [],
    ],
    [
      'source of a selection beside it',
      'detection: { a: { eventSource: ec2.amazonaws.com }, b: { eventbridge: { eventName: [CreateAccessKey] } }, condition: a and b }',
      ['error 3:85: ec2.amazonaws.com has no event CreateAccessKey. It is one of iam.amazonaws.com'],
    ],
    [
      'a misspelt source',
      eb('{ detail: { eventSource: [iam.amazonsaws.com] } }'),
      ['error 3:40: no service writes the eventSource iam.amazonsaws.com. Did you mean "iam.amazonaws.com"?'],
    ],
    [
      'a misspelt source of the envelope',
      eb('{ source: [aws.kmss] }'),
      ['error 3:25: no service writes the eventSource kmss.amazonaws.com. Did you mean "kms.amazonaws.com"?'],
    ],
    [
      'of Insights, where the source is CloudTrail for all',
      eb('{ source: [aws.cloudtrail], detail: { eventSource: [ec2.amazonaws.com], eventName: [RunInstances] } }'),
      [],
    ],
    [
      'what is left out',
      eb('{ detail: { eventSource: [iam.amazonaws.com], eventName: [{ anything-but: [CreateAcessKey] }] } }'),
      ['warning 3:89: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    ['part of a name', eb('{ detail: { eventName: [{ prefix: Nothing }, { wildcard: "No*" }, { suffix: X }] } }'), []],
    [
      'another case, which counts',
      eb('{ detail: { eventSource: [iam.amazonaws.com], eventName: [createUser] } }'),
      [
        'warning 3:72: "createUser" is compared with regard to case, and CloudTrail writes CreateUser. Write CreateUser',
      ],
    ],
    [
      'another case without a source',
      eb('{ detail: { eventName: [createAccessKey] } }'),
      [
        'warning 3:38: "createAccessKey" is compared with regard to case, and CloudTrail writes CreateAccessKey. Write CreateAccessKey',
      ],
    ],
    ['another case, which does not count', eb('{ detail: { eventName: [{ equals-ignore-case: createuser }] } }'), []],
    [
      'another case of a source',
      eb('{ detail: { eventSource: [IAM.amazonaws.com] } }'),
      [
        'error 3:40: "IAM.amazonaws.com" is compared with regard to case, and every eventSource is in lower case. Write iam.amazonaws.com',
      ],
    ],
    ['a source of China', eb('{ detail: { eventSource: [ec2.amazonaws.com.cn], eventName: [RunInstances] } }'), []],
  ],
  'events of filter patterns': [
    ['a pair that exists', cw('{ $.eventSource = iam.amazonaws.com && $.eventName = CreateUser }'), []],
    [
      'a misspelt name',
      cw('{ $.eventSource = iam.amazonaws.com && $.eventName = "CreateAcessKey" }'),
      ['error 3:53: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    [
      'the name of another service',
      cw('{ $.eventSource = ec2.amazonaws.com && $.eventName = CreateAccessKey }'),
      ['error 3:53: ec2.amazonaws.com has no event CreateAccessKey. It is one of iam.amazonaws.com'],
    ],
    [
      'a misspelt source',
      cw('{ $.eventSource = iam.amazonsaws.com }'),
      ['error 3:16: no service writes the eventSource iam.amazonsaws.com. Did you mean "iam.amazonaws.com"?'],
    ],
    [
      'what is left out',
      cw('{ $.eventSource = iam.amazonaws.com && $.eventName != CreateAcessKey }'),
      ['warning 3:53: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
    ['the beginning of a name', cw('{ $.eventName = "Nothing*" }'), []],
    [
      'in a selection',
      "detection: { a: { cloudwatch: '{ $.eventSource = iam.amazonaws.com && $.eventName = CreateAcessKey }' }, condition: a }",
      ['error 3:71: no service is known to write the eventName CreateAcessKey. Did you mean "CreateAccessKey"?'],
    ],
  ],
  'fields of event patterns': [
    [
      'a misspelt field',
      eb('{ detail: { userIdenttiy: { type: [Root] } } }'),
      ['error 3:26: CloudTrail records have no field "userIdenttiy". Did you mean "userIdentity"?'],
    ],
    [
      'of the bare record',
      eb('{ useridentity.type: [Root] }'),
      ['error 3:16: CloudTrail records have no field "useridentity". Did you mean "userIdentity"?'],
    ],
    [
      'a field of something else',
      eb('{ detail: { nothing: [x] } }'),
      ['warning 3:26: CloudTrail records have no field "nothing". Fields keep the names that CloudTrail gives them'],
    ],
    [
      'hostile: a name that every object has',
      eb('{ detail: { constructor: [x] } }'),
      [
        'warning 3:26: CloudTrail records have no field "constructor". Fields keep the names that CloudTrail gives them',
      ],
    ],
    [
      'a computed field',
      eb('{ detail: { derived.actor: [x] } }'),
      [
        'error 3:26: an event pattern sees the record only, and "derived.actor" is computed. Ask for it in a detection: a selection may hold the pattern, { eventbridge: … }',
      ],
    ],
    ['deep in a field', eb('{ detail: { requestParameters: { anything: { at: { all: [x] } } } } }'), []],
  ],
  'fields of filter patterns': [
    [
      'a misspelt field',
      cw('{ $.userIdenttiy.type = "Root" }'),
      ['error 3:16: CloudTrail records have no field "userIdenttiy". Did you mean "userIdentity"?'],
    ],
    [
      'a field of something else',
      cw('{ $.nothing = x }'),
      ['warning 3:16: CloudTrail records have no field "nothing". Fields keep the names that CloudTrail gives them'],
    ],
    [
      'behind a place in a list',
      cw('{ $.resorces[0].ARN = "x" }'),
      ['error 3:16: CloudTrail records have no field "resorces". Did you mean "resources"?'],
    ],
    ['any field', cw('{ $.* = x }'), []],
    ['inside of what is computed', cw('{ $.derived.actor.name = "x" }'), []],
    [
      'computed, misspelt',
      cw('{ $.derived.actr = "x" }'),
      ['error 3:16: there is no field "derived.actr". Did you mean "derived.actor"?'],
    ],
  ],
  envelopes: [
    [
      'of a call',
      eb(
        '{ source: [aws.s3], detail-type: [AWS API Call via CloudTrail], detail: { eventSource: [s3.amazonaws.com] } }',
      ),
      [],
    ],
    [
      'of a sign-in',
      eb('{ detail-type: [AWS Console Sign In via CloudTrail], detail: { eventName: [ConsoleLogin] } }'),
      [],
    ],
    [
      'of Insights',
      eb(
        '{ source: [aws.cloudtrail], detail-type: [AWS Insight via CloudTrail], detail: { eventSource: [ec2.amazonaws.com] } }',
      ),
      [],
    ],
    ['one of several that fits', eb('{ detail-type: [AWS API Call via CloudTrail, GuardDuty Finding] }'), []],
    [
      'a detail-type of no record',
      eb('{ detail-type: [GuardDuty Finding] }'),
      [
        'error 3:30: no record has the detail-type "GuardDuty Finding". There are: AWS API Call via CloudTrail; AWS Console Sign In via CloudTrail; AWS Service Event via CloudTrail; AWS Insight via CloudTrail',
      ],
    ],
    [
      'a misspelt detail-type',
      eb('{ detail-type: [AWS API Call via Cloudtrail], detail: { eventName: [CreateUser] } }'),
      [
        'error 3:30: no record has the detail-type "AWS API Call via Cloudtrail". Did you mean "AWS API Call via CloudTrail"?',
      ],
    ],
    ['part of a detail-type', eb('{ detail-type: [{ suffix: via Trail }] }'), []],
    [
      'source and eventSource that exclude each other',
      eb('{ source: [aws.s3], detail: { eventSource: [iam.amazonaws.com] } }'),
      ['error 3:25: no record has the source aws.s3 with the eventSource iam.amazonaws.com. It comes with aws.iam'],
    ],
    [
      'sources of which one fits',
      eb('{ source: [aws.s3, aws.iam], detail: { eventSource: [iam.amazonaws.com] } }'),
      [],
    ],
    [
      'source and detail-type that exclude each other',
      eb('{ source: [aws.s3], detail-type: [AWS Insight via CloudTrail] }'),
      [
        'error 3:25: no record has the source aws.s3 with the detail-type "AWS Insight via CloudTrail". It comes with aws.cloudtrail',
      ],
    ],
    [
      'Insights only by their source',
      eb(
        '{ source: [aws.cloudtrail], detail-type: [AWS API Call via CloudTrail], detail: { eventSource: [ec2.amazonaws.com] } }',
      ),
      [
        'error 3:25: no record has the source aws.cloudtrail with the eventSource ec2.amazonaws.com. It comes with aws.ec2',
      ],
    ],
    [
      'a source that is not of AWS',
      eb('{ source: [my.shop], detail: { eventName: [CreateUser] } }'),
      ['error 3:25: no record has the source "my.shop". CloudTrail records have one like aws.iam'],
    ],
    [
      'a field of the record beside the envelope',
      eb('{ source: [aws.iam], eventName: [CreateUser] }'),
      ['error 3:35: "eventName" stands beside the envelope, where no event has it. Put it under detail'],
    ],
    [
      'a field of nothing beside the envelope',
      eb('{ source: [aws.iam], accountId: [{ prefix: "1" }], owner: [x] }'),
      [
        'error 3:35: "accountId" stands beside the envelope, where no event has it. Put it under detail',
        'error 3:65: "owner" stands beside the envelope, where no event has it. There are: version, detail-type, source, account, time, region, resources, detail',
      ],
    ],
    ['hostile: a field that must not be there', eb('{ source: [aws.iam], owner: [{ exists: false }] }'), []],
    [
      'resources of the envelope',
      eb('{ source: [aws.iam], resources: [x] }'),
      [
        'error 3:35: the envelope of a record has no resources. Ask for those of the record: { detail: { resources: { ARN: [ … ] } } }',
      ],
    ],
    ['resources of the bare record', eb('{ resources: { ARN: [x] } }'), []],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  test.each(rows)('%s', (_row, asked, expected) => {
    expect(findings(asked)).toEqual(expected);
  });
});
