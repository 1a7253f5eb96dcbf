import { AGENT, type Caller, HOME, OFFICE, PRODUCTION, STAGING, session } from './callers.ts';
import { type Day, HOUR, SECOND } from './chance.ts';
import type { Made, Role, Writer } from './record.ts';

/** What the pages of the console ask for when somebody opens them. */
const PAGES: readonly (readonly string[])[] = [
  [
    'ec2:DescribeInstances',
    'ec2:DescribeInstanceStatus',
    'ec2:DescribeTags',
    'ec2:DescribeVolumes',
    'ec2:DescribeAddresses',
    'cloudwatch:DescribeAlarms',
    'ec2:DescribeInstanceAttribute',
  ],
  ['ec2:DescribeSecurityGroups', 'ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeRouteTables'],
  [
    'lambda:ListFunctions20150331',
    'lambda:GetAccountSettings20160819',
    'lambda:GetFunction20150331v2',
    'lambda:ListTags20170331',
  ],
  [
    's3:ListBuckets',
    's3:GetBucketLocation',
    's3:GetBucketPublicAccessBlock',
    's3:GetBucketPolicyStatus',
    's3:GetBucketAcl',
  ],
  ['rds:DescribeDBInstances', 'rds:DescribeDBClusters', 'rds:DescribeEvents', 'cloudwatch:GetMetricData'],
  ['logs:DescribeLogGroups', 'logs:StartQuery', 'logs:GetQueryResults', 'logs:FilterLogEvents'],
  ['cloudwatch:ListDashboards', 'cloudwatch:GetMetricData', 'cloudwatch:GetMetricData', 'cloudwatch:DescribeAlarms'],
  ['ecs:ListClusters', 'ecs:DescribeServices', 'ecs:ListTasks', 'ecs:DescribeTasks'],
  ['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents', 'cloudformation:ListStackResources'],
  ['iam:ListRoles', 'iam:GetRole', 'iam:ListAttachedRolePolicies', 'iam:GetAccountSummary'],
];

/** The console asks on every page for what many may not see. */
const REFUSED = [
  'ce:GetCostAndUsage',
  'support:DescribeTrustedAdvisorChecks',
  'organizations:DescribeOrganization',
  'health:DescribeEventAggregates',
  'notifications:ListNotificationHubs',
  'freetier:GetFreeTierUsage',
  'resource-explorer-2:ListIndexes',
];

interface Person {
  readonly name: string;
  readonly role: 'PowerUser' | 'ReadOnly' | 'Admin';
  /** Of the home office; the others are in the office or in its VPN. */
  readonly home?: string;
}

const PEOPLE: readonly Person[] = [
  { name: 'alice', role: 'Admin' },
  { name: 'bob', role: 'PowerUser' },
  { name: 'carol', role: 'PowerUser', home: '198.51.100.31' },
  { name: 'dave', role: 'PowerUser' },
  { name: 'erin', role: 'PowerUser', home: '198.51.100.44' },
  { name: 'frank', role: 'PowerUser' },
  { name: 'grace', role: 'ReadOnly' },
  { name: 'heidi', role: 'ReadOnly', home: '198.51.100.52' },
  { name: 'ivan', role: 'ReadOnly' },
  { name: 'judy', role: 'Admin', home: '198.51.100.60' },
  { name: 'kim', role: 'ReadOnly' },
];

export const people: Role = {
  name: 'people, single sign-on',
  *day(day, write) {
    for (const person of PEOPLE) {
      // Somebody is on call, and not everybody works every day.
      const isOnCall = PEOPLE.indexOf(person) === Math.floor(day.number / 7) % 6;
      if (!day.isWorkday ? !(isOnCall && day.chance(0.5)) : day.chance(0.12)) continue;
      for (let sitting = 0; sitting < day.int(1, 3); sitting++) {
        const from = day.isWorkday ? day.between(7, 16) : day.between(0, 23);
        yield* sit(person, from, day, write);
      }
    }
  },
};

/** Somebody signs in by the portal and works for up to two hours. */
function* sit({ name, role, home }: Person, from: number, day: Day, write: Writer): Iterable<Made> {
  const account = day.chance(0.5) ? STAGING : PRODUCTION;
  // On the road the address is one of a hotel or a train, which nobody knows.
  const address = day.chance(0.02) ? `198.51.100.${day.int(100, 180)}` : day.chance(0.6) ? (home ?? OFFICE) : OFFICE;
  const full = `AWSReservedSSO_${role}_0123456789abcdef`;
  const path = `/aws-reserved/sso.amazonaws.com/${HOME}/`;
  const browser: Caller = {
    ...session(day, full, `${name}@example.com`, { account, address, agent: AGENT.browser }, path),
    console: true,
  };
  yield write.call(browser, from, 'signin:ConsoleLogin', {
    type: 'AwsConsoleSignIn',
    readOnly: false,
    region: 'us-east-1',
    // The second factor is asked by the identity provider, and CloudTrail does not know of it.
    additional: { LoginTo: 'https://console.aws.amazon.com/', MobileVersion: 'No', MFAUsed: 'No' },
    response: { ConsoleLogin: 'Success' },
  });
  for (let at = from + 20 * SECOND, pages = day.int(4, 22); pages > 0; pages--, at += day.int(10, 600) * SECOND) {
    // Some pages ask by way of the console's own servers, and CloudTrail has no address then.
    const asking = day.chance(0.15) ? { ...browser, address: 'AWS Internal', agent: AGENT.console } : browser;
    for (const what of day.pick(PAGES)) yield write.call(asking, at + day.int(0, 3) * SECOND, what);
    if (day.chance(role === 'ReadOnly' ? 0.12 : 0.04))
      yield write.call(browser, at, day.pick(REFUSED), { error: 'AccessDenied' });
    if (role !== 'ReadOnly' && day.chance(0.08)) yield* change(browser, at + 5 * SECOND, day, write);
  }
  if (role !== 'ReadOnly' && day.chance(0.3))
    yield* terminal({ ...browser, agent: AGENT.cli, console: false }, from + HOUR, day, write);
}

/** What people change by hand, though they should not. */
function* change(by: Caller, at: number, day: Day, write: Writer): Iterable<Made> {
  const instanceId = `i-0${day.digits(16)}`;
  const groupId = `sg-0${day.digits(16)}`;
  const ingress = (cidrIp: string, port: number) => ({
    groupId,
    ipPermissions: { items: [{ ipProtocol: 'tcp', fromPort: port, toPort: port, ipRanges: { items: [{ cidrIp }] } }] },
  });
  const calls: readonly [string, object][] = [
    ['ec2:RebootInstances', { instancesSet: { items: [{ instanceId }] } }],
    [
      'ec2:CreateTags',
      { resourcesSet: { items: [{ resourceId: instanceId }] }, tagSet: { items: [{ key: 'owner', value: 'shop' }] } },
    ],
    ['cloudwatch:PutDashboard', { dashboardName: 'checkout' }],
    ['ecs:UpdateService', { cluster: 'shop', service: 'checkout', forceNewDeployment: true }],
    ['ec2:AuthorizeSecurityGroupIngress', ingress('203.0.113.0/24', 5432)],
    ['ec2:AuthorizeSecurityGroupIngress', ingress('0.0.0.0/0', 443)],
    ['sqs:PurgeQueue', { queueUrl: `https://sqs.${HOME}.amazonaws.com/${by.account}/checkout-dead` }],
    ['ssm:StartSession', { target: instanceId }],
    ['s3:PutObject', { bucketName: 'shop-assets', key: 'banners/summer.png' }],
    ['rds:CreateDBSnapshot', { dBInstanceIdentifier: 'shop', dBSnapshotIdentifier: 'before-migration' }],
  ];
  const [what, parameters] = day.pick(calls);
  yield write.call(by, at, what, { parameters });
}

/** A terminal beside the browser: logs, a queue, a task; now and then a call that the role may not do. */
function* terminal(by: Caller, from: number, day: Day, write: Writer): Iterable<Made> {
  const calls = [
    'sts:GetCallerIdentity',
    'logs:FilterLogEvents',
    'ecs:DescribeTasks',
    'sqs:GetQueueAttributes',
    'ssm:GetParametersByPath',
    's3:ListObjects',
    'cloudformation:DescribeStacks',
  ];
  for (let i = 0; i < day.int(3, 25); i++) {
    const refused = day.chance(0.04) ? { error: 'AccessDenied' } : {};
    yield write.call(by, from + i * day.int(5, 90) * SECOND, day.pick(calls), refused);
  }
}
