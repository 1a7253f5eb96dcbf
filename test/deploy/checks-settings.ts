import type { Check } from './checks-access.ts';
import { at, conditionValues, list, ofType, spelt, target } from './reading.ts';

const INGEST = [
  'TRAILHOUND_TABLE',
  'TRAILHOUND_TOPIC_ARN',
  'TRAILHOUND_TEXT_TOPIC_ARN',
  'TRAILHOUND_QUARANTINE_URL',
  'TRAILHOUND_LEASE_SECONDS',
];
const EVERY = ['POWERTOOLS_SERVICE_NAME', 'POWERTOOLS_METRICS_NAMESPACE'];

/** What each handler reads from its environment; of Slack's two ways one is filled. */
const ENVIRONMENT = new Map<string, readonly string[]>([
  ['trailhound-prod-s3', [...EVERY, ...INGEST, 'TRAILHOUND_BUCKET_OWNER']],
  ['trailhound-prod-eventbridge', [...EVERY, ...INGEST]],
  ['trailhound-prod-cloudwatch-logs', [...EVERY, ...INGEST]],
  ['trailhound-prod-clock', [...EVERY, ...INGEST.filter((name) => name !== 'TRAILHOUND_QUARANTINE_URL')]],
  ['trailhound-prod-slack', [...EVERY, 'TRAILHOUND_TABLE', 'TRAILHOUND_LEASE_SECONDS', 'TRAILHOUND_QUEUE_URLS']],
]);

export const environment: Check = (template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, { FunctionName, Environment, Timeout }]) => {
    const names = ENVIRONMENT.get(String(FunctionName));
    if (names === undefined) return [`${id}: not in the table of this test`];
    const value = (name: string) => at(Environment, 'Variables', name);
    const filled = (name: string) => value(name) !== undefined && value(name) !== '';
    const webhook = filled('TRAILHOUND_SLACK_WEBHOOK_PARAMETER');
    const bot = filled('TRAILHOUND_SLACK_TOKEN_PARAMETER') && filled('TRAILHOUND_SLACK_CHANNEL');
    return [
      ...names.filter((name) => !filled(name)).map((name) => `${id}: ${name} is missing`),
      ...(Number(value('TRAILHOUND_LEASE_SECONDS')) > Number(Timeout) ? [] : [`${id}: a claim ends before its worker`]),
      ...(String(FunctionName).endsWith('-slack') && webhook === bot ? [`${id}: not one way to Slack`] : []),
    ];
  });

export const runtime: Check = (template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, { Runtime, Architectures }]) =>
    Runtime === 'nodejs24.x' && list(Architectures).join() === 'arm64' ? [] : [`${id}: not nodejs24.x on arm64`],
  );

export const topics: Check = (template) =>
  ofType(template, 'AWS::SNS::Topic').flatMap(([id, { KmsMasterKeyId }]) => {
    const alarms = ofType(template, 'AWS::CloudWatch::Alarm').some(([, { AlarmActions }]) =>
      list(AlarmActions).some((action) => target(action) === id),
    );
    if (!alarms) return KmsMasterKeyId === undefined ? [`${id}: not encrypted`] : [];
    // With the AWS-managed key an alarm would be lost without a word.
    const key = template.resources.get(target(KmsMasterKeyId) ?? '');
    const lets = list(at(key, 'Properties', 'KeyPolicy', 'Statement')).some(
      (statement) => at(statement, 'Principal', 'Service') === 'cloudwatch.amazonaws.com',
    );
    return KmsMasterKeyId === undefined || lets ? [] : [`${id}: its key keeps CloudWatch out`];
  });

export const rules: Check = (template) =>
  ofType(template, 'AWS::Events::Rule').flatMap(([id, { EventPattern, ScheduleExpression, State }]) => {
    if (ScheduleExpression !== undefined) return State === 'ENABLED' ? [] : [`${id}: ${String(State)}`];
    const source = JSON.stringify(at(EventPattern, 'source'));
    const states = ['ENABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];
    return [
      // By detail-type alone, whoever may call PutEvents could forge CloudTrail.
      ...(source === '[{"prefix":"aws."}]' || source === '["aws.s3"]' ? [] : [`${id}: takes events from ${source}`]),
      ...(states.includes(String(State)) ? [] : [`${id}: ${String(State)}`]),
    ];
  });

export const table: Check = (template) =>
  ofType(template, 'AWS::DynamoDB::Table').flatMap(([id, properties]) => [
    ...(at(properties, 'TimeToLiveSpecification', 'Enabled') === true ? [] : [`${id}: keeps everything for ever`]),
    ...(at(properties, 'TimeToLiveSpecification', 'AttributeName') === 'expires' ? [] : [`${id}: TTL of another name`]),
    ...(at(properties, 'SSESpecification', 'SSEEnabled') === true ? [] : [`${id}: not encrypted`]),
    ...(at(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled') === true
      ? []
      : [`${id}: no way back`]),
  ]);

/** Alarms tell the operations topic, never the pipeline they watch; silence is trouble. */
export const alarms: Check = (template) => {
  const all = ofType(template, 'AWS::CloudWatch::Alarm');
  const silence = all.find(
    ([, { MetricName, Namespace }]) => MetricName === 'RecordsRead' && Namespace === 'Trailhound',
  );
  return [
    ...all
      .filter(([, { AlarmActions }]) => list(AlarmActions).map(target).join() !== 'OpsTopic')
      .map(([id]) => `${id}: does not tell the operations topic`),
    ...(silence?.[1]['TreatMissingData'] === 'breaching' ? [] : ['silence raises no alarm']),
    ...ofType(template, 'AWS::SNS::TopicPolicy')
      .filter(([, { PolicyDocument }]) =>
        list(at(PolicyDocument, 'Statement')).some(
          (statement) =>
            at(statement, 'Effect') === 'Allow' &&
            conditionValues(at(statement, 'Condition'), 'aws:SourceArn').map(spelt).join() === '',
        ),
      )
      .map(([id]) => `${id}: lets anybody publish`),
  ];
};
