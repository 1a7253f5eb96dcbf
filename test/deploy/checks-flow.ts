import { isObject } from '../../src/json.ts';
import type { Check } from './checks-access.ts';
import type { Template } from './packaged.ts';
import { at, list, ofType, propertiesOf, roleStatements, target } from './reading.ts';

const FOURTEEN_DAYS = 14 * 24 * 60 * 60;

const sources = (template: Template) => ofType(template, 'AWS::Lambda::EventSourceMapping');

/** Queues in which something stays that nobody works on any more: dead letters, failed invocations, quarantine. */
const ends = (template: Template): readonly string[] =>
  [
    ...ofType(template, 'AWS::SQS::Queue').map(([, queue]) =>
      target(at(queue, 'RedrivePolicy', 'deadLetterTargetArn')),
    ),
    ...ofType(template, 'AWS::Lambda::EventInvokeConfig').map(([, config]) =>
      target(at(config, 'DestinationConfig', 'OnFailure', 'Destination')),
    ),
    'Quarantine',
  ].filter((queue) => queue !== undefined);

const watched = (template: Template, queue: string, metric: string) =>
  ofType(template, 'AWS::CloudWatch::Alarm').find(
    ([, { MetricName, Dimensions }]) =>
      MetricName === metric && list(Dimensions).some((dimension) => target(at(dimension, 'Value')) === queue),
  )?.[1];

export const deadLetters: Check = (template) => [
  ...sources(template).flatMap(([id, { EventSourceArn }]) => {
    const queue = target(EventSourceArn) ?? '';
    const redrive = at(propertiesOf(template, queue), 'RedrivePolicy');
    const receives = Number(at(redrive, 'maxReceiveCount'));
    const age = watched(template, queue, 'ApproximateAgeOfOldestMessage');
    return [
      ...(target(at(redrive, 'deadLetterTargetArn')) ? [] : [`${id}: ${queue} has no dead-letter queue`]),
      ...(receives >= 5 && receives <= 10 ? [] : [`${queue}: ${receives} receives`]),
      ...(Number(age?.['Threshold']) <= 600 ? [] : [`${queue}: no alarm on old messages`]),
    ];
  }),
  ...ends(template).flatMap((queue) => {
    const alarm = watched(template, queue, 'ApproximateNumberOfMessagesVisible');
    const tells = alarm?.['Threshold'] === 1 && alarm['ComparisonOperator'] === 'GreaterThanOrEqualToThreshold';
    const kept = at(propertiesOf(template, queue), 'MessageRetentionPeriod');
    return [
      ...(tells ? [] : [`${queue}: no alarm on its first message`]),
      ...(kept === FOURTEEN_DAYS ? [] : [`${queue}: kept ${String(kept)} seconds`]),
    ];
  }),
  // An asynchronous invocation that fails for good must have somewhere to go.
  ...ofType(template, 'AWS::Lambda::Permission')
    .filter(
      ([, { FunctionName }]) =>
        !ofType(template, 'AWS::Lambda::EventInvokeConfig').some(
          ([, config]) =>
            target(config['FunctionName']) === target(FunctionName) && at(config, 'DestinationConfig', 'OnFailure'),
        ),
    )
    .map(([id]) => `${id}: failed invocations are lost`),
  ...ofType(template, 'AWS::Events::Rule').flatMap(([id, { Targets }]) =>
    list(Targets)
      .filter((aim) => !template.resources.has(target(at(aim, 'DeadLetterConfig', 'Arn')) ?? ''))
      .map(() => `${id}: a target without a dead-letter queue`),
  ),
];

/** Lambda developer guide, "Using Lambda with Amazon SQS": six times the timeout plus the batching window. */
export const visibility: Check = (template) =>
  sources(template).flatMap(([id, properties]) => {
    const timeout = Number(at(propertiesOf(template, target(properties['FunctionName'])), 'Timeout'));
    const least = 6 * timeout + Number(properties['MaximumBatchingWindowInSeconds'] ?? 0);
    const given = Number(at(propertiesOf(template, target(properties['EventSourceArn'])), 'VisibilityTimeout'));
    return given >= least ? [] : [`${id}: visible again after ${given} s, at least ${least}`];
  });

export const partialBatches: Check = (template) =>
  sources(template).flatMap(([id, properties]) => [
    ...(list(properties['FunctionResponseTypes']).join() === 'ReportBatchItemFailures'
      ? []
      : [`${id}: answers for the whole batch`]),
    ...(properties['FilterCriteria'] === undefined ? [] : [`${id}: deletes what its filter turns away`]),
    ...(at(properties['ScalingConfig'], 'MaximumConcurrency') ? [] : [`${id}: may take all concurrency`]),
  ]);

/** The logical ids that a value names by Ref, Fn::GetAtt or Fn::Sub. Recursion is as deep as our own template. */
function named(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(named);
  if (!isObject(value)) return [];
  const [pattern, given] = list(value['Fn::Sub']);
  const variables = [...(typeof pattern === 'string' ? pattern : '').matchAll(/\$\{([\w:]+)/g)].map(([, name]) => name);
  return [target(value), ...variables]
    .filter((name) => name !== undefined)
    .filter((name) => !name.startsWith('AWS::') && !(isObject(given) && name in given))
    .concat(Object.values(value).flatMap(named));
}

/** Whatever a resource names is made too, under the same parameters. */
export const references: Check = (template) => [
  ...[...template.resources].flatMap(([id, { Properties, DependsOn }]) =>
    [...named(Properties), ...list(DependsOn).map(String)]
      .filter((name) => !template.resources.has(name))
      .map((name) => `${id} names ${name}, which is not made`),
  ),
  ...named(template.outputs)
    .filter((name) => !template.resources.has(name))
    .map((name) => `an output names ${name}, which is not made`),
];

export const readable: Check = (template) =>
  sources(template).flatMap(([id, { EventSourceArn, FunctionName }]) => {
    const role = target(at(propertiesOf(template, target(FunctionName)), 'Role'));
    const read = roleStatements(template, role)
      .filter(({ actions }) => actions.includes('sqs:ReceiveMessage'))
      .flatMap(({ resources }) => resources.map(target));
    const fed = sources(template)
      .filter(([, other]) => target(other['FunctionName']) === target(FunctionName))
      .map(([, other]) => target(other['EventSourceArn']));
    const own = target(EventSourceArn);
    const same = read.length === fed.length && [own, ...fed].every((queue) => read.includes(queue));
    return same ? [] : [`${id}: its function may read ${read.join(', ')}`];
  });
