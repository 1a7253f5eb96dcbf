import type { JsonObject } from '../../src/json.ts';
import type { Template } from './packaged.ts';

type Path = readonly (string | number)[];

/** A copy of the template in which one value is another, or is gone. */
export function broken(template: Template, id: string, path: Path, value: unknown): Template {
  const resources = structuredClone(template.resources) as Map<string, JsonObject>;
  if (path.length === 0) {
    resources.delete(id);
    return { ...template, resources };
  }
  let holder: unknown = resources.get(id);
  for (const step of path.slice(0, -1)) holder = Reflect.get(Object(holder), step);
  if (typeof holder !== 'object' || holder === null) throw new Error(`nothing at ${id} ${path.join('.')}`);
  Reflect.set(holder, path.at(-1) ?? '', value);
  return { ...template, resources };
}

const STATEMENT = ['Properties', 'Policies', 0, 'PolicyDocument', 'Statement', 0];
const POLICY = ['Properties', 'PolicyDocument', 'Statement', 0];
const VARIABLES = ['Properties', 'Environment', 'Variables'];
const anyone = { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::*' };

/** Check, what is broken, where, and what stands there instead. An empty path takes the resource away. */
export const BREAKS: readonly (readonly [check: string, what: string, id: string, path: Path, value?: unknown])[] = [
  ['leastPrivilege', 'an action with a star', 'S3Role', [...STATEMENT, 'Action'], ['s3:*']],
  ['leastPrivilege', 'any resource', 'S3Role', [...STATEMENT, 'Resource'], '*'],
  ['leastPrivilege', 'any bucket', 'S3Role', [...STATEMENT, 'Resource'], anyone],
  ['leastPrivilege', 'everything but', 'S3Role', [...STATEMENT, 'Resource'], undefined],
  ['ownRoles', 'one role for two', 'S3LambdaFunction', ['Properties', 'Role'], { 'Fn::GetAtt': ['SlackRole', 'Arn'] }],
  ['ownRoles', 'a managed policy', 'S3Role', ['Properties', 'ManagedPolicyArns'], ['arn:aws:iam::aws:policy/ReadOnly']],
  ['ownLogs', 'logs for ever', 'S3LogGroup', ['Properties', 'RetentionInDays'], undefined],
  ['ownLogs', 'no log group', 'S3LogGroup', []],
  ['queuePolicies', 'any source', 'SlackQueuePolicy', [...POLICY, 'Condition'], undefined],
  [
    'queuePolicies',
    'a source with a star',
    'SlackQueuePolicy',
    [...POLICY, 'Condition', 'ArnEquals', 'aws:SourceArn'],
    '*',
  ],
  ['queuePolicies', 'anybody', 'SlackQueuePolicy', [...POLICY, 'Principal'], '*'],
  ['queuePolicies', 'a queue without a policy', 'QuarantinePolicy', []],
  ['queuePolicies', 'a queue in the clear', 'EventQueue', ['Properties', 'SqsManagedSseEnabled'], false],
  ['deadLetters', 'no redrive', 'EventQueue', ['Properties', 'RedrivePolicy'], undefined],
  ['deadLetters', 'two receives', 'EventQueue', ['Properties', 'RedrivePolicy', 'maxReceiveCount'], 2],
  ['deadLetters', 'no alarm on dead letters', 'EventDeadLettersAlarm', []],
  ['deadLetters', 'no alarm on old messages', 'EventAgeAlarm', []],
  ['deadLetters', 'no alarm on failed invocations', 'LogDeadLettersAlarm', []],
  ['deadLetters', 'no alarm on a clock that stands still', 'ClockDeadLettersAlarm', []],
  ['rules', 'a clock that sleeps', 'ClockRule', ['Properties', 'State'], 'DISABLED'],
  ['deadLetters', 'no alarm on the quarantine', 'QuarantineAlarm', []],
  ['deadLetters', 'dead letters of four days', 'SlackDeadLetters', ['Properties', 'MessageRetentionPeriod'], 345600],
  ['deadLetters', 'a rule that drops', 'CloudTrailRule', ['Properties', 'Targets', 0, 'DeadLetterConfig'], undefined],
  ['deadLetters', 'failed invocations that are lost', 'CloudwatchDashlogsLambdaEvConf', []],
  ['visibility', 'one second short', 'ObjectQueue', ['Properties', 'VisibilityTimeout'], 719],
  ['visibility', 'the batching window left out', 'EventQueue', ['Properties', 'VisibilityTimeout'], 180],
  ['partialBatches', 'whole batches', 'ObjectSource', ['Properties', 'FunctionResponseTypes'], undefined],
  ['partialBatches', 'a filter', 'EventSource', ['Properties', 'FilterCriteria'], { Filters: [] }],
  ['references', 'a resource that is gone', 'SlackQueue', []],
  [
    'readable',
    'the queue of another',
    'EventSource',
    ['Properties', 'EventSourceArn'],
    { 'Fn::GetAtt': ['SlackQueue', 'Arn'] },
  ],
  ['readable', 'a queue too many', 'SlackUrgentSource', []],
  ['deadLetters', 'no alarm on waiting critical alerts', 'SlackUrgentAgeAlarm', []],
  ['visibility', 'Slack’s window left out', 'SlackQueue', ['Properties', 'VisibilityTimeout'], 181],
  ['environment', 'no queues', 'SlackLambdaFunction', [...VARIABLES, 'TRAILHOUND_QUEUE_URLS'], undefined],
  ['environment', 'no table', 'S3LambdaFunction', [...VARIABLES, 'TRAILHOUND_TABLE'], undefined],
  ['environment', 'a short lease', 'S3LambdaFunction', [...VARIABLES, 'TRAILHOUND_LEASE_SECONDS'], '120'],
  ['environment', 'no channel', 'SlackLambdaFunction', [...VARIABLES, 'TRAILHOUND_SLACK_CHANNEL'], ''],
  ['environment', 'a function that nobody listed', 'S3LambdaFunction', ['Properties', 'FunctionName'], 'other'],
  ['runtime', 'another runtime', 'S3LambdaFunction', ['Properties', 'Runtime'], 'nodejs20.x'],
  ['runtime', 'another processor', 'S3LambdaFunction', ['Properties', 'Architectures'], ['x86_64']],
  ['topics', 'alerts in the clear', 'AlertTopic', ['Properties', 'KmsMasterKeyId'], undefined],
  ['topics', 'alert texts in the clear', 'TextTopic', ['Properties', 'KmsMasterKeyId'], undefined],
  ['topics', 'a key that keeps alarms out', 'OpsTopic', ['Properties', 'KmsMasterKeyId'], 'alias/aws/sns'],
  ['rules', 'forged events', 'CloudTrailRule', ['Properties', 'EventPattern', 'source'], undefined],
  ['rules', 'a rule that sleeps', 'CloudTrailRule', ['Properties', 'State'], 'DISABLED'],
  ['table', 'no TTL', 'Table', ['Properties', 'TimeToLiveSpecification'], undefined],
  ['alarms', 'alarms by the pipeline', 'SilenceAlarm', ['Properties', 'AlarmActions'], [{ Ref: 'AlertTopic' }]],
  ['alarms', 'silence that is fine', 'SilenceAlarm', ['Properties', 'TreatMissingData'], 'missing'],
  ['alarms', 'anybody may publish', 'OpsTopicPolicy', [...POLICY, 'Condition'], undefined],
];
