import { isObject } from '../../src/json.ts';
import type { Template } from './packaged.ts';
import { at, conditionValues, list, ofType, queueStatements, roleStatements, spelt, target } from './reading.ts';

/** Each check returns what is wrong, in words; nothing where all is well. */
export type Check = (template: Template) => readonly string[];

/**
 * The only stars that a role may hold, each behind a full name. There is none for a whole resource: no API that a
 * function calls lacks a resource to name.
 */
const STARS = [
  /:log-group:[^*]+:\*$/, // the streams of one log group
  /\/AWSLogs\/(\*|\$\{AWS::AccountId\})\/CloudTrail(?:-Insight)?\/\*$/, // the log files in one bucket: all accounts of a trail, or ours
];

export const leastPrivilege: Check = (template) =>
  roleStatements(template).flatMap(({ where, actions, resources, effect }) => [
    ...(effect === 'Allow' ? [] : [`${where}: effect ${String(effect)}`]),
    ...actions.filter((action) => action.includes('*')).map((action) => `${where}: action ${action}`),
    ...resources
      .map(spelt)
      .filter((resource) => resource === '' || (resource.includes('*') && !STARS.some((star) => star.test(resource))))
      .map((resource) => `${where}: resource "${resource}"`),
    ...(resources.length === 0 ? [`${where}: a statement without a resource`] : []),
  ]);

export const ownRoles: Check = (template) => {
  const roles = ofType(template, 'AWS::Lambda::Function').map(([id, { Role }]) => [id, target(Role)] as const);
  return [
    ...roles
      .filter(([, role]) => role === undefined || !template.resources.has(role))
      .map(([id]) => `${id}: no role of this stack`),
    ...roles
      .filter(([, role], index) => roles.findIndex(([, other]) => other === role) !== index)
      .map(([id]) => `${id}: shares its role`),
    ...ofType(template, 'AWS::IAM::Role').flatMap(([id, { ManagedPolicyArns, AssumeRolePolicyDocument }]) => [
      ...list(ManagedPolicyArns).map((arn) => `${id}: managed policy ${spelt(arn)}`),
      ...list(at(AssumeRolePolicyDocument, 'Statement'))
        .filter((statement) => at(statement, 'Principal', 'Service') !== 'lambda.amazonaws.com')
        .map(() => `${id}: assumed by somebody else than Lambda`),
    ]),
  ];
};

/** A function writes to its own log group only; the group ends its logs. */
export const ownLogs: Check = (template) =>
  ofType(template, 'AWS::Lambda::Function').flatMap(([id, properties]) => {
    const group = ofType(template, 'AWS::Logs::LogGroup').find(
      ([, { LogGroupName }]) => LogGroupName === `/aws/lambda/${String(properties['FunctionName'])}`,
    );
    if (group === undefined) return [`${id}: no log group`];
    const days = Number(group[1]['RetentionInDays']);
    const written = roleStatements(template, target(properties['Role']))
      .filter(({ actions }) => actions.includes('logs:PutLogEvents'))
      .flatMap(({ resources }) => resources.map(target));
    return [
      ...(days >= 30 && days <= 90 ? [] : [`${id}: logs are kept ${days} days`]),
      ...(written.length === 1 && written[0] === group[0] ? [] : [`${id}: writes to ${written.join(', ')}`]),
    ];
  });

export const queuePolicies: Check = (template) => [
  ...queueStatements(template)
    .filter(({ effect, principal }) => effect === 'Allow' && isObject(principal) && 'Service' in principal)
    .filter(({ condition }) => {
      const sources = conditionValues(condition, 'aws:SourceArn').map(spelt);
      return sources.length === 0 || sources.some((source) => source === '' || source.includes('*'));
    })
    .map(({ where }) => `${where}: a service is let in without one aws:SourceArn`),
  ...queueStatements(template)
    .filter(({ effect, principal }) => effect === 'Allow' && !(isObject(principal) && 'Service' in principal))
    .map(({ where, principal }) => `${where}: lets in ${spelt(principal)}`),
  ...ofType(template, 'AWS::SQS::Queue').flatMap(([id, { SqsManagedSseEnabled }]) => {
    const policies = ofType(template, 'AWS::SQS::QueuePolicy').filter(([, { Queues }]) =>
      list(Queues).some((queue) => target(queue) === id),
    );
    return [
      // A second policy would replace the first: a queue has but one.
      ...(policies.length === 1 ? [] : [`${id}: ${policies.length} policies`]),
      ...(SqsManagedSseEnabled === true ? [] : [`${id}: not encrypted`]),
    ];
  }),
];
