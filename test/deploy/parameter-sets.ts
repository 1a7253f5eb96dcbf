export const KEY = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';

interface ParameterSet {
  readonly params: readonly string[];
  /** Which of the optional parts the template then has. */
  readonly makes: readonly string[];
}

export const OPTIONAL: ReadonlySet<string> = new Set([
  'AlertEmail',
  'CloudTrailRule',
  'CloudwatchDashlogsLambdaFunction',
  'Key',
  'LogSubscription',
  'OpsEmail',
  'SlackLambdaFunction',
  'SlackSubscription',
  'SlackUrgentSubscription',
  'Trail',
  'TrailBucket',
  'TrailObjectRule',
  'TrailTopicSubscription',
]);

export const SETS: ReadonlyMap<string, ParameterSet> = new Map([
  ['nothing', { params: [], makes: ['CloudTrailRule', 'Trail', 'TrailBucket'] }],
  [
    'an existing bucket with its key',
    {
      params: ['trailBucket=example-trail', 'trailPrefix=logs/', `trailKmsKeyArn=${KEY}`, 'eventbridgeReadOnly=true'],
      makes: ['CloudTrailRule', 'TrailObjectRule'],
    },
  ],
  [
    'an existing bucket by its topic, no fast path',
    {
      params: ['trailBucket=example-trail', 'trailTopicArn=arn:aws:sns:eu-west-1:123456789012:trail', 'fastPath=false'],
      makes: ['TrailTopicSubscription'],
    },
  ],
  [
    'a Slack webhook, keys of our own',
    {
      params: [
        'slackWebhookParameter=/trailhound/slack',
        'slackLevels=high,critical',
        `slackKmsKeyArn=${KEY}`,
        'customerKey=true',
        'alertEmail=security@example.com',
      ],
      makes: [
        'AlertEmail',
        'CloudTrailRule',
        'Key',
        'OpsEmail',
        'SlackLambdaFunction',
        'SlackSubscription',
        'SlackUrgentSubscription',
        'Trail',
        'TrailBucket',
      ],
    },
  ],
  [
    'a Slack bot and a log group',
    {
      params: ['slackTokenParameter=/trailhound/token', 'slackChannel=C0123456789', 'logGroup=/aws/cloudtrail'],
      makes: [
        'CloudTrailRule',
        'CloudwatchDashlogsLambdaFunction',
        'LogSubscription',
        'SlackLambdaFunction',
        'SlackSubscription',
        'SlackUrgentSubscription',
        'Trail',
        'TrailBucket',
      ],
    },
  ],
]);
