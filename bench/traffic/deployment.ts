import { AGENT, BUILD_SERVERS, type Caller, HOME, PRODUCTION, STAGING, session, through } from './callers.ts';
import { type Day, SECOND } from './chance.ts';
import type { Made, Role, Writer } from './record.ts';

const SERVICES = ['checkout', 'basket', 'search', 'mail', 'stock'];

/** The pipeline that builds and deploys: by day ten times or more, now and then on Sunday. */
export const deployment: Role = {
  name: 'deployment pipeline',
  *day(day, write) {
    const deployments = day.isWorkday ? day.int(8, 20) : day.int(0, 2);
    for (let i = 0; i < deployments; i++) {
      const from = day.between(8, 18);
      yield* deploy(STAGING, from, day, write);
      if (day.chance(0.6)) yield* deploy(PRODUCTION, from + day.int(600, 3600) * SECOND, day, write);
    }
    if (day.isWorkday && day.chance(0.6)) yield* preview(day, write);
  },
};

/** What a build server of the day calls with, after it has shown its token. */
function* signedIn(account: string, at: number, day: Day, write: Writer): Generator<Made, Caller> {
  const where = { account, address: day.pick(BUILD_SERVERS), agent: AGENT.boto };
  const subject = 'repo:example/shop:ref:refs/heads/main';
  const identity = {
    type: 'WebIdentityUser',
    principalId: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com:sts.amazonaws.com:${subject}`,
    userName: subject,
    identityProvider: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
  };
  const roleArn = `arn:aws:iam::${account}:role/Deployment`;
  yield write.call({ region: HOME, ...where, identity }, at, 'sts:AssumeRoleWithWebIdentity', {
    parameters: { roleArn, roleSessionName: 'GitHubActions', durationSeconds: 3600 },
  });
  return session(day, 'Deployment', 'GitHubActions', where);
}

function* deploy(account: string, from: number, day: Day, write: Writer): Iterable<Made> {
  const by = yield* signedIn(account, from, day, write);
  const service = day.pick(SERVICES);
  const stackName = `shop-${service}`;
  let at = from;
  const next = (what: string, parameters: object = {}): Made =>
    write.call(by, (at += day.int(1, 8) * SECOND), what, { parameters });
  yield next('ecr:GetAuthorizationToken');
  for (let layer = 0; layer < 8; layer++) yield next('ecr:BatchCheckLayerAvailability', { repositoryName: service });
  for (let layer = 0; layer < day.int(1, 4); layer++) {
    yield next('ecr:InitiateLayerUpload', { repositoryName: service });
    yield next('ecr:UploadLayerPart', { repositoryName: service });
    yield next('ecr:CompleteLayerUpload', { repositoryName: service });
  }
  yield next('ecr:PutImage', { repositoryName: service, imageTag: day.digits(7) });
  yield next('s3:PutObject', { bucketName: `shop-artifacts-${account}`, key: `${service}/${day.digits(8)}.zip` });
  yield next('cloudformation:CreateChangeSet', {
    stackName,
    changeSetName: 'deploy',
    capabilities: ['CAPABILITY_IAM'],
  });
  for (let poll = 0; poll < 6; poll++) yield next('cloudformation:DescribeChangeSet', { stackName });
  yield next('cloudformation:ExecuteChangeSet', { stackName });
  const stack = through(by, 'cloudformation');
  for (const [what, parameters] of changes(service, account, day))
    yield write.call(stack, (at += day.int(2, 20) * SECOND), what, { parameters });
  for (let poll = 0; poll < day.int(8, 30); poll++) yield next('cloudformation:DescribeStackEvents', { stackName });
}

/** What CloudFormation does for the pipeline; most deployments are code only. */
function* changes(service: string, account: string, day: Day): Iterable<readonly [string, object]> {
  const functionName = `shop-${service}`;
  yield ['ecs:RegisterTaskDefinition', { family: service }];
  yield ['ecs:UpdateService', { cluster: 'shop', service }];
  yield [
    'lambda:UpdateFunctionCode20150331v2',
    { functionName, s3Bucket: `shop-artifacts-${account}`, publish: false },
  ];
  if (day.chance(0.3))
    yield [
      'lambda:UpdateFunctionConfiguration20150331v2',
      { functionName, environment: {}, layers: [`arn:aws:lambda:${HOME}:${account}:layer:shared:7`] },
    ];
  if (day.chance(0.2))
    yield [
      'iam:PutRolePolicy',
      {
        roleName: `${functionName}-role`,
        policyName: 'access',
        policyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['sqs:SendMessage', 'kms:Decrypt'],
              Resource: `arn:aws:sqs:${HOME}:${account}:shop-*`,
            },
          ],
        }),
      },
    ];
  if (day.chance(0.1))
    yield [
      'events:PutRule',
      { name: `${functionName}-nightly`, scheduleExpression: 'cron(0 2 * * ? *)', state: 'ENABLED' },
    ];
  if (day.chance(0.1))
    yield [
      'lambda:AddPermission20150331v2',
      {
        functionName,
        statementId: 'events',
        principal: 'events.amazonaws.com',
        action: 'lambda:InvokeFunction',
        sourceArn: `arn:aws:events:${HOME}:${account}:rule/${functionName}-nightly`,
      },
    ];
  if (day.chance(0.1)) yield ['cloudwatch:PutMetricAlarm', { alarmName: `${functionName}-errors` }];
  if (day.chance(0.05)) yield ['cloudwatch:DeleteAlarms', { alarmNames: [`${functionName}-old`] }];
  if (day.chance(0.05)) yield ['events:RemoveTargets', { rule: `${functionName}-old`, ids: ['target'] }];
  if (day.chance(0.05)) yield ['events:DeleteRule', { name: `${functionName}-old` }];
}

/** An environment for one branch, in staging: made in the morning and taken down at night, with its database. */
function* preview(day: Day, write: Writer): Iterable<Made> {
  const name = `preview-${day.digits(4)}`;
  const down: readonly [string, object][] = [
    ['logs:DeleteLogGroup', { logGroupName: `/ecs/${name}` }],
    ['s3:DeleteBucket', { bucketName: `shop-${name}` }],
    ['rds:DeleteDBInstance', { dBInstanceIdentifier: name, skipFinalSnapshot: true, deleteAutomatedBackups: true }],
    [
      'iam:DetachRolePolicy',
      { roleName: name, policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
    ],
    ['iam:DeleteRole', { roleName: name }],
    ['ec2:DeleteSecurityGroup', { groupId: `sg-0${day.digits(16)}` }],
  ];
  const up: readonly [string, object][] = [
    ['ec2:CreateSecurityGroup', { groupName: name, groupDescription: name, vpcId: 'vpc-0a1b2c3d4e5f60718' }],
    ['s3:CreateBucket', { bucketName: `shop-${name}` }],
    [
      'iam:CreateRole',
      {
        roleName: name,
        assumeRolePolicyDocument: JSON.stringify({
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      },
    ],
    [
      'iam:AttachRolePolicy',
      { roleName: name, policyArn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
    ],
    [
      'rds:CreateDBInstance',
      { dBInstanceIdentifier: name, engine: 'postgres', publiclyAccessible: false, deletionProtection: false },
    ],
  ];
  for (const [hour, calls] of [
    [9, up],
    [21, down],
  ] as const) {
    const by = yield* signedIn(STAGING, day.at(hour), day, write);
    for (const [i, [what, parameters]] of calls.entries())
      yield write.call(through(by, 'cloudformation'), day.at(hour, 1) + i * 15 * SECOND, what, { parameters });
  }
}
