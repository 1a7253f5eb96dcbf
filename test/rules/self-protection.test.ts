import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/json.ts';
import type { Level } from '../../src/match/level.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import { toRecord } from '../../src/record/record.ts';
import { eventCatalogue } from '../../src/rule/catalogue/catalogue.ts';
import { readConfiguration } from '../../src/rule/configuration.ts';
import { compiledRules, loadRuleFiles } from '../../src/rule/load.ts';

interface Watched {
  /** What the request names. */
  readonly on: JsonObject;
  /** What the answer names. */
  readonly answer?: JsonObject;
  /** What the message of a denied call names, if not that of the service. */
  readonly resource?: string;
  /** A data event: where its parameters are left out, `resources` still names the thing. */
  readonly data?: boolean;
  /** Watched whatever it is called on. */
  readonly anywhere?: boolean;
  readonly names: string;
}

interface Service {
  readonly resource: string;
  /** CloudTrail writes the date of the API behind the name. */
  readonly dated?: boolean;
  /** Only some calls of the service matter here, and the rest is not classified. */
  readonly part?: boolean;
  readonly watched: readonly Watched[];
  readonly harmless?: readonly { readonly because: string; readonly names: string }[];
}

const DATA = 'test/rules/self-protection.yml';
const services = new Map(Object.entries(parse(await readFile(DATA, 'utf8')) as Record<string, Service>));
const words = (names: string): string[] => names.trim().split(/\s+/);
const source = (service: string): string => `${service}.amazonaws.com`;

/** Whoever cannot call these from outside cannot blind Trailhound; nobody may take one of them from the list by mistake. */
const MUST_BE_WATCHED: Readonly<Record<string, string>> = {
  cloudtrail:
    'StopLogging DeleteTrail UpdateTrail PutEventSelectors PutInsightSelectors PutEventConfiguration RemoveTags DeregisterOrganizationDelegatedAdmin DeleteEventDataStore StopEventDataStoreIngestion',
  s3: 'PutBucketLifecycle PutBucketPolicy DeleteBucketPolicy PutBucketNotification PutBucketAcl PutBucketVersioning PutBucketEncryption DeleteBucketEncryption PutBucketReplication PutObjectLockConfiguration PutBucketObjectLockConfiguration DeleteBucket DeleteObject DeleteObjects PutObject',
  kms: 'ScheduleKeyDeletion DisableKey PutKeyPolicy RevokeGrant',
  events: 'DeleteRule DisableRule PutRule RemoveTargets PutTargets RemovePermission',
  lambda:
    'UpdateFunctionCode UpdateFunctionConfiguration DeleteFunction AddPermission RemovePermission PutFunctionConcurrency UpdateEventSourceMapping DeleteEventSourceMapping PutFunctionEventInvokeConfig',
  sqs: 'DeleteQueue PurgeQueue SetQueueAttributes RemovePermission',
  sns: 'DeleteTopic Unsubscribe SetTopicAttributes SetSubscriptionAttributes',
  monitoring: 'DeleteAlarms DisableAlarmActions PutMetricAlarm',
  logs: 'DeleteSubscriptionFilter PutSubscriptionFilter DeleteLogGroup PutRetentionPolicy',
  dynamodb: 'DeleteTable UpdateTable UpdateTimeToLive',
  ssm: 'PutParameter DeleteParameter DeleteParameters',
  secretsmanager: 'PutSecretValue DeleteSecret',
  iam: 'PutRolePolicy DeleteRolePolicy AttachRolePolicy DetachRolePolicy UpdateAssumeRolePolicy PutRolePermissionsBoundary',
  cloudformation: 'UpdateStack DeleteStack ExecuteChangeSet',
  organizations: 'LeaveOrganization DetachPolicy UpdatePolicy DisableAWSServiceAccess',
  guardduty: 'DeleteDetector UpdateDetector',
  config: 'StopConfigurationRecorder DeleteDeliveryChannel',
};

describe('what each operation is', () => {
  /** Operations that begin like this change nothing; every other one may. */
  const READS =
    /^(?:Get|List|Describe|Head|BatchGet|BatchDescribe|Search|Lookup|Query|Scan|Filter|Validate|Estimate|Simulate|Detect|Preview|Test|Select|Generate|Verify|Check|Count)/;
  const catalogue = eventCatalogue();
  const whole = [...services].filter(([, { part }]) => part !== true);
  /** As CloudTrail writes them: `PutBucketLifecycle`, not `PutBucketLifecycleConfiguration`. */
  const changing = (service: string): string[] =>
    catalogue
      .namesOf(source(service))
      .filter((name) => !READS.test(name))
      .filter(
        (name) => services.get(service)?.dated === true || catalogue.recordedAs(source(service), name).length === 0,
      );

  test.each(whole)(
    '%s: every operation that changes something is watched or harmless',
    (service, { watched, harmless = [] }) => {
      const known = new Set([...watched, ...harmless].flatMap(({ names }) => words(names)));
      const missing = changing(service)
        .filter((name) => !known.has(name))
        .map(
          (name) =>
            `${service} ${name} is new. Decide whether it can hurt Trailhound: then watch it in a rule and name it under "watched" in ${DATA}; else name it there under "harmless", with the reason.`,
        );
      expect(missing).toEqual([]);
    },
  );

  test.each([...services])(
    '%s: nothing stands twice, and nothing that no service writes',
    (service, { watched, harmless = [] }) => {
      const isWatched = new Set(watched.flatMap(({ names }) => words(names)));
      const isHarmless = harmless.flatMap(({ names }) => words(names));
      const twice = isHarmless.filter((name, at) => isWatched.has(name) || isHarmless.indexOf(name) !== at);
      const unknown = [...isWatched, ...isHarmless].filter((name) => catalogue.knows(source(service), name) !== 'yes');
      expect({ twice, unknown }).toEqual({ twice: [], unknown: [] });
    },
  );

  test('every harmless one has a reason', () => {
    const reasons = whole.flatMap(([, { harmless = [] }]) => harmless.map(({ because }) => because));
    expect(reasons.filter((because) => because.length < 12)).toEqual([]);
  });

  test.each(Object.entries(MUST_BE_WATCHED))('%s: what must be watched is', (service, names) => {
    const watched = new Set(services.get(service)?.watched.flatMap((group) => words(group.names)));
    expect(words(names).filter((name) => !watched.has(name))).toEqual([]);
  });
});

describe('what is watched alerts', () => {
  const cases = [...services].flatMap(([service, { watched, ...rest }]) =>
    watched.flatMap((group) =>
      words(group.names).map((name) => ({
        service,
        name,
        group,
        resource: group.resource ?? rest.resource,
        dated: rest.dated === true,
      })),
    ),
  );

  test.each(cases)('$service $name', async ({ service, name, group, resource, dated }) => {
    const { guards } = await pack();
    const eventNames = dated ? [name, `${name}20150331`, `${name}20150331v2`, `${name}20181031`] : [name];
    const records = eventNames.flatMap((eventName) => {
      const call = {
        eventSource: source(service),
        eventName,
        awsRegion: 'us-east-1',
        userIdentity: { type: 'IAMUser', userName: 'mallory', arn: 'arn:aws:iam::123456789012:user/mallory' },
        recipientAccountId: '123456789012',
      };
      const denied = { ...call, errorCode: 'AccessDenied', requestParameters: null };
      const says = `User: arn:aws:iam::123456789012:user/mallory is not authorized to perform: ${service}:${name} on resource: `;
      const omitted = { omitted: true, originalSize: 120_000, reason: 'requestParameters too large' };
      return [
        { as: 'success', ...call, requestParameters: group.on, responseElements: group.answer ?? null },
        { as: 'failed, with parameters', ...call, errorCode: 'InternalFailure', requestParameters: group.on },
        { as: 'denied', ...denied, errorMessage: says + resource },
        {
          as: 'denied, with a reason',
          ...denied,
          errorMessage: `${says}${resource} because no identity-based policy allows it`,
        },
        {
          as: 'omitted',
          ...call,
          requestParameters: omitted,
          ...(group.data === true ? { resources: [{ ARN: resource }] } : {}),
        },
      ];
    });
    const silent = records.filter(({ as: _as, ...record }) => guards(record).length === 0);
    expect(silent.map(({ as, eventName }) => `${eventName}, ${as}: no rule of the pack fires`)).toEqual([]);
  });

  const denials = [...services]
    .filter(([, { part }]) => part !== true)
    .flatMap(([service]) => words(MUST_BE_WATCHED[service] ?? '').map((name) => [service, name] as const))
    // Of data events, an attempt on nobody knows what may be any program that lacks a permission.
    .filter(([, name]) => !/^(?:Delete|Put)Objects?$/.test(name));

  test.each(denials)('%s %s, denied, in a record that names nothing', async (service, name) => {
    const { guards } = await pack();
    const record = {
      eventSource: source(service),
      eventName: name,
      errorCode: 'AccessDenied',
      userIdentity: { type: 'IAMUser', userName: 'mallory' },
      requestParameters: null,
    };
    expect(guards(record)).not.toEqual([]);
  });

  const elsewhere = cases.filter(({ group }) => group.anywhere !== true);

  test.each(elsewhere)(
    '$service $name on a thing of somebody else is not a matter of Trailhound',
    async ({ service, name, group }) => {
      const { own } = await pack();
      const other = (value: unknown): JsonObject =>
        JSON.parse(
          JSON.stringify(value).replaceAll('trailhound', 'webshop').replaceAll('1234abcd', '0987dcba'),
        ) as JsonObject;
      const record = {
        eventSource: source(service),
        eventName: name,
        userIdentity: { type: 'IAMUser', userName: 'alice' },
        requestParameters: other(group.on),
        responseElements: group.answer === undefined ? null : other(group.answer),
        recipientAccountId: '123456789012',
      };
      expect(own(record)).toEqual([]);
    },
  );
});

let loadedOnce: ReturnType<typeof load> | undefined;
const pack = (): ReturnType<typeof load> => (loadedOnce ??= load());

async function load() {
  const { lists } = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
  const configured = new Map([
    ...lists,
    ['trail_buckets', ['archive']],
    ['protected_keys', ['1234abcd-12ab-34cd-56ef-1234567890ab']],
  ]);
  const guarding = ['trailhound', 'cloudtrail', 's3log', 'config', 'guardduty', 'organizations'];
  const loaded = await loadRuleFiles(
    guarding.map((folder) => `rules/${folder}`),
    configured,
  );
  const ruleSet = new RuleSet(compiledRules(loaded));
  const fileOf = new Map(loaded.rules.map(({ file, compiled }) => [compiled.name, file]));
  const context: readonly Level[] = ['informational', 'low'];
  /** Names of the rules that tell somebody, and not as context only. */
  const guards = (record: JsonObject): string[] =>
    ruleSet
      .match(toRecord(record))
      .flatMap(({ rule }) => (rule.untold === true || context.includes(rule.level) ? [] : [rule.name]));
  const own = (record: JsonObject): string[] =>
    guards(record).filter((name) => fileOf.get(name)?.startsWith('rules/trailhound/') === true);
  return { guards, own };
}
