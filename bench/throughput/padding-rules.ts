import { type Condition, isLeaf, type OperatorName } from '../../src/match/condition.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import type { Day } from '../traffic/chance.ts';

/** Rules that others might write: two of three like those of the pack, the others about calls that every account makes. */
export function paddingRules(pack: readonly CompiledRule[], count: number, chance: Day): CompiledRule[] {
  const likely = pack.filter(({ untold, condition }) => !untold && namesIn(condition).length > 0);
  return Array.from({ length: count }, (_, number) => {
    const base = chance.pick(likely);
    const condition = chance.chance(0.65) ? likeIt(base.condition, chance) : chance.pick(COMMON)(chance);
    return { ...base, id: chance.uuid('c'), name: `padding_${number}`, condition };
  });
}

/** The same questions about other calls, and other values of the same fields. */
function likeIt(condition: Condition, chance: Day): Condition {
  if (!isLeaf(condition)) {
    if ('not' in condition) return { not: likeIt(condition.not, chance) };
    const parts = ('all' in condition ? condition.all : condition.any).map((part) => likeIt(part, chance));
    return 'all' in condition ? { all: parts } : { any: parts };
  }
  if (condition.dialect !== 'sigma' || condition.op !== 'equals') return condition;
  const field = condition.path.join('.');
  if (field === 'eventName') return { ...condition, value: `${chance.pick(VERBS)}${chance.pick(NOUNS)}` };
  return field.startsWith('requestParameters.')
    ? { ...condition, value: `${condition.value}-${chance.int(1, 99)}` }
    : condition;
}

/** Where no eventName narrows them down, or one that is called all day: these are what a large pack costs. */
const COMMON: readonly ((chance: Day) => Condition)[] = [
  (chance) => is('userAgent', 'contains', `${chance.pick(TOOLS)}${chance.int(1, 99)}`),
  (chance) =>
    all(
      is('userAgent', 'startswith', `${chance.pick(TOOLS)}/${chance.int(1, 9)}`),
      not(is('userIdentity.type', 'equals', 'AWSService')),
    ),
  (chance) =>
    all(
      is('userAgent', 're', `(?i)(^|[^a-z])(${chance.pick(TOOLS)}|${chance.pick(TOOLS)})-?${chance.int(1, 9)}`),
      is('derived.success', 'equals', 'true'),
    ),
  (chance) =>
    all(
      is('errorCode', 'equals', chance.pick(ERRORS)),
      is('userIdentity.arn', 'contains', `/${chance.pick(PEOPLE)}${chance.int(1, 99)}`),
    ),
  (chance) =>
    all(
      is('errorCode', 'endswith', chance.pick(['Denied', 'UnauthorizedOperation', 'Exception'])),
      is('eventSource', 'equals', `${chance.pick(SERVICES)}.amazonaws.com`),
      is('awsRegion', 'equals', chance.pick(REGIONS)),
    ),
  (chance) =>
    all(
      is('sourceIPAddress', 'cidr', `100.${chance.int(64, 127)}.${chance.int(0, 255)}.0/24`),
      not(is('userIdentity.invokedBy', 'exists', 'true')),
    ),
  (chance) =>
    all(
      is('eventName', 'equals', 'GetObject'),
      is('requestParameters.bucketName', 'equals', `backup-${chance.int(1, 99)}`),
      is('requestParameters.key', 'endswith', chance.pick(ENDINGS)),
    ),
  (chance) =>
    all(
      is('eventName', 'equals', 'PutObject'),
      chance.chance(0.25)
        ? is('requestParameters.key', 're', `(?i)(readme|restore|recover)[-_]?${chance.int(1, 99)}\\.(txt|html)$`)
        : is('requestParameters.key', 'contains', `/readme-${chance.int(1, 99)}`),
    ),
  (chance) =>
    all(
      is('eventName', 'equals', 'AssumeRole'),
      is('requestParameters.roleArn', 'contains', `:role/${chance.pick(PEOPLE)}-${chance.int(1, 99)}`),
      not(is('userIdentity.type', 'equals', 'AWSService')),
    ),
  (chance) =>
    all(
      is('eventName', 'equals', chance.pick(['Decrypt', 'GenerateDataKey'])),
      is('requestParameters.keyId', 'contains', `key/${chance.digits(8)}`),
      is('userIdentity.sessionContext.sessionIssuer.userName', 'equals', `${chance.pick(PEOPLE)}-${chance.int(1, 99)}`),
    ),
  (chance) =>
    all(
      is('eventName', 'equals', 'GetSecretValue'),
      is('requestParameters.secretId', 'startswith', `prod/${chance.pick(PEOPLE)}${chance.int(1, 99)}`),
    ),
  (chance) =>
    all(
      is('eventName', 'equals', chance.pick(['GetItem', 'PutItem', 'Query', 'Scan'])),
      is('requestParameters.tableName', 'equals', `customers-${chance.int(1, 99)}`),
    ),
  (chance) =>
    all(
      is('eventName', 'startswith', chance.pick(['Describe', 'List', 'Get'])),
      is('userAgent', 'contains', `${chance.pick(TOOLS)}${chance.int(1, 99)}`),
    ),
  (chance) =>
    all(
      is(
        'eventName',
        'equals',
        chance.pick(['DescribeInstances', 'DescribeSecurityGroups', 'GetBucketAcl', 'GetParameters']),
      ),
      is('userIdentity.userName', 'equals', `${chance.pick(PEOPLE)}${chance.int(1, 99)}`),
    ),
];

function namesIn(condition: Condition): string[] {
  if (isLeaf(condition))
    return condition.dialect === 'sigma' && condition.path.join('.') === 'eventName' ? [condition.value] : [];
  return ('not' in condition ? [] : 'all' in condition ? condition.all : condition.any).flatMap(namesIn);
}

const is = (field: string, op: OperatorName, value: string): Condition => ({
  dialect: 'sigma',
  path: field.split('.'),
  op,
  value,
});
const all = (...parts: Condition[]): Condition => ({ all: parts });
const not = (part: Condition): Condition => ({ not: part });

const VERBS = ['Create', 'Delete', 'Update', 'Put', 'Modify', 'Attach', 'Detach', 'Enable', 'Disable', 'Start', 'Stop'];
const NOUNS = [
  'Agent Alias Application Association Backup Certificate Cluster ComputeEnvironment Connector Dataset',
  'DeliveryStream Distribution Domain EndpointConfig EventBus FileSystem Fleet FlowLogs GlobalTable',
  'HostedZone Image Index JobQueue LaunchTemplate LoadBalancer Model NatGateway NotebookInstance',
  'ParameterGroup Pipeline Project Repository Resolver Schema SigningProfile StateMachine Stream',
  'SubnetGroup TargetGroup Tracker UserPool Vault VpcLink WebACL Workgroup',
].flatMap((line) => line.split(' '));
const TOOLS = [
  'rclone',
  'steampipe',
  'prowler',
  'cloudsploit',
  's3browser',
  'cyberduck',
  'winscp',
  'curl',
  'PostmanRuntime',
  'python-requests',
];
const ERRORS = [
  'AccessDenied',
  'Client.UnauthorizedOperation',
  'ThrottlingException',
  'NoSuchBucket',
  'ValidationException',
];
const PEOPLE = ['alice', 'bob', 'carol', 'dave', 'erin', 'contractor', 'deploy', 'breakglass'];
const SERVICES = ['iam', 's3', 'ec2', 'kms', 'sts', 'lambda', 'secretsmanager', 'organizations'];
const REGIONS = ['ap-east-1', 'af-south-1', 'me-south-1', 'sa-east-1', 'ca-west-1'];
const ENDINGS = ['.pem', '.kdbx', '.sql.gz', '.bak', '.tfstate'];
