import type { JsonObject } from '../json.ts';

type Records = ReadonlyMap<string, JsonObject>;

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What a rule with memory is shown: what it learns from, and what it is to find. */
export interface Past {
  readonly learnt: readonly JsonObject[];
  /** The clock has looked since then. */
  readonly longAgo?: true;
  readonly judged: readonly JsonObject[];
}

/**
 * Events for each kind of rule with memory, made from the sample records: what is learnt lies weeks back, what is to be
 * found some hours, so that it is over by now; only what is compared with the usual has to be fresh.
 */
export function pastEvents(records: Records, now: number): ReadonlyMap<string, Past> {
  const hoursAgo = now - 3 * 60 * MINUTE;
  let made = 0;
  const event = (name: string, time: number, fields: JsonObject = {}): JsonObject => ({
    ...records.get(name),
    eventID: `past-${made++}`,
    eventTime: new Date(time).toISOString().replace(/\.\d+Z$/, 'Z'),
    ...fields,
  });
  const many = (count: number, make: (i: number) => JsonObject): JsonObject[] =>
    Array.from({ length: count }, (_, i) => make(i));
  const user = (name: string): JsonObject => ({
    userIdentity: { type: 'IAMUser', userName: name, accountId: '123456789012' },
  });
  // An account of its own: the other samples are of one day, and what is older than they are would come too late.
  const change = (time: number): JsonObject =>
    event('ordinary-attach-role-policy', time, { recipientAccountId: '111122223333' });
  return new Map<string, Past>([
    [
      'What is unusual: two hundred changes in three minutes, after weeks of a few (baseline)',
      {
        longAgo: true,
        learnt: [
          ...many(38, (i) => change(now - (20 - i / 2) * DAY)),
          change(now - 40 * MINUTE),
          change(now - 30 * MINUTE),
        ],
        judged: many(200, (i) => change(now - 20 * MINUTE + i * 900)),
      },
    ],
    [
      'How many: sixty denied calls within minutes, told at the fiftieth and when it is over (event_count)',
      {
        learnt: many(52, (i) => event('unauthorized-api-calls', hoursAgo + i * 5_000)),
        judged: many(8, (i) => event('unauthorized-api-calls', hoursAgo + (52 + i) * 5_000)),
      },
    ],
    [
      'How many different ones: one address, six users (value_count)',
      {
        learnt: [],
        judged: many(6, (i) =>
          event('failed-console-login', hoursAgo + i * 5 * MINUTE, { ...user(`user-${i}`), sourceIPAddress: SPRAYER }),
        ),
      },
    ],
    [
      'What follows what: a sign-in that succeeds after many failed (temporal_ordered)',
      {
        learnt: many(5, (i) => event('failed-console-login', hoursAgo + i * MINUTE, { sourceIPAddress: GUESSER })),
        judged: [event('ordinary-console-login-federated', hoursAgo + 8 * MINUTE, { sourceIPAddress: GUESSER })],
      },
    ],
    [
      'What never was: a region, after weeks of learning (first_seen)',
      {
        learnt: many(20, (i) => event('ordinary-describe-instances', now - (21 - i) * DAY)),
        judged: [event('ordinary-describe-instances', hoursAgo, { awsRegion: 'ap-southeast-1' })],
      },
    ],
    ['What CloudTrail Insights saw, its start and its end', { learnt: [], judged: insightEvents(hoursAgo) }],
  ]);
}

const SPRAYER = '198.51.100.77';
const GUESSER = '198.51.100.78';

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html */
const insightEvents = (time: number): JsonObject[] =>
  ['Start', 'End'].map((state, i) => ({
    eventVersion: '1.11',
    eventTime: new Date(time + i * 20 * MINUTE).toISOString().replace(/\.\d+Z$/, 'Z'),
    awsRegion: 'us-east-1',
    eventID: `insight-${state}`,
    eventType: 'AwsCloudTrailInsight',
    recipientAccountId: '123456789012',
    sharedEventID: '7f0d4c2e-0000-4000-8000-000000000001',
    eventCategory: 'Insight',
    insightDetails: {
      state,
      eventSource: 'ssm.amazonaws.com',
      eventName: 'UpdateInstanceInformation',
      insightType: 'ApiCallRateInsight',
      insightContext: { statistics: { baseline: { average: 85.4 }, insight: { average: 664.8 }, insightDuration: 20 } },
    },
  }));
