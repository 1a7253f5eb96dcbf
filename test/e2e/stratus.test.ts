import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import type { Alert } from '../../src/alert/alert.ts';
import { logFile, logKey } from '../../src/local/log-files.ts';
import { TOPIC_ARN } from '../../src/local/resources.ts';
import { type Stack, startStack } from '../../src/local/stack.ts';

/** Recorded attacks; they stay where they are, and without them this test has nothing to do. */
const FOLDER = '../shared/data/attacks/stratus';
const present = existsSync(FOLDER);
if (!present) console.log(`skipped: ${FOLDER} is not here`);

/**
 * The rules that each technique fires, apart from unused_region: the regions of the recordings are invented names, so it
 * fires on every write. Techniques without a rule of their own come with the rule pack.
 */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'aws.credential-access.ec2-get-password-data': ['unauthorized_api_calls'],
  'aws.credential-access.ec2-steal-instance-credentials': [],
  'aws.credential-access.secretsmanager-batch-retrieve-secrets': ['secrets_read_by_search'],
  'aws.defense-evasion.bedrock-guardrail-delete': [],
  'aws.defense-evasion.cloudtrail-stop': ['logging_stopped'],
  'aws.defense-evasion.dns-delete-logs': ['dns_query_logging_stopped'],
  'aws.defense-evasion.vpc-remove-flow-logs': ['flow_logs_deleted'],
  'aws.execution.ec2-launch-unusual-instances': ['unauthorized_api_calls'],
  'aws.execution.ssm-send-command': [],
  'aws.exfiltration.ec2-share-ebs-snapshot': ['snapshot_or_image_shared'],
  'aws.exfiltration.rds-share-snapshot': ['database_snapshot_shared'],
  'aws.impact.bedrock-invoke-model': [],
  'aws.lateral-movement.ec2-instance-connect': [],
  'aws.persistence.iam-backdoor-role': [],
  'aws.persistence.iam-create-admin-user': ['access_key_for_another_user', 'administrator_access_attached'],
  'aws.persistence.iam-create-user-login-profile': ['login_profile_for_another_user'],
  'aws.persistence.rolesanywhere-create-trust-anchor': [],
  'aws.persistence.sts-federation-token': [],
  'aws.privilege-escalation.iam-update-user-login-profile': ['login_profile_for_another_user'],
};

interface RawRecord {
  readonly eventID: string;
  readonly eventSource: string;
  readonly recipientAccountId: string;
  readonly awsRegion: string;
}

(present ? describe : describe.skip)('each recorded technique, through the embedded S3 and SQS', () => {
  let stack: Stack;
  const techniques = new Map<string, readonly RawRecord[]>();

  beforeAll(async () => {
    stack = await startStack();
    for (const name of await readdir(FOLDER)) {
      if (name === 'labels.json') continue;
      const content = JSON.parse(await readFile(`${FOLDER}/${name}`, 'utf8')) as RawRecord | RawRecord[];
      techniques.set(name.replace(/\.json$/, ''), Array.isArray(content) ? content : [content]);
    }
    for (const [i, records] of [...techniques.values()].entries()) {
      const { recipientAccountId, awsRegion } = records[0] as RawRecord;
      const key = logKey(recipientAccountId, awsRegion, `Stratus${String(i).padStart(9, '0')}`);
      // The same object twice, and every event by EventBridge twice.
      for (let twice = 0; twice < 2; twice++) {
        await stack.putObject(key, logFile(records));
        for (const detail of records) {
          await stack.send('eventbridge', {
            source: `aws.${detail.eventSource.split('.')[0]}`,
            'detail-type': 'AWS API Call via CloudTrail',
            detail,
          });
        }
      }
    }
    await stack.settled();
  }, 120_000);
  afterAll(() => stack.stop(), 30_000);

  const alerts = (): Alert[] =>
    stack.published.filter(({ topic }) => topic === TOPIC_ARN).map(({ body }) => JSON.parse(body) as Alert);

  test('there are 19, all in the table', () => {
    expect([...techniques.keys()].toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  test.each(Object.entries(EXPECTED))('%s', (technique, expected) => {
    const ids = new Set(techniques.get(technique)?.map(({ eventID }) => eventID));
    const rules = alerts()
      .filter(({ kind, event, rule }) => kind === 'alert' && ids.has(event.id) && rule.name !== 'unused_region')
      .map(({ rule }) => rule.name);
    expect([...new Set(rules)].toSorted()).toEqual(expected);
    // All of these are medium and above, so Slack has each of them once, too.
    const posted = stack.slack.posts.map(({ message }) => JSON.stringify(message));
    for (const { id, event, kind } of alerts()) {
      const told = posted.filter((text) => text.includes(id.slice(0, 12)) && !text.includes('still going on'));
      if (kind === 'alert' && ids.has(event.id)) expect(told).toHaveLength(1);
    }
  });

  test('no event makes an alert twice', () => {
    const ids = alerts().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(stack.slack.posts).toHaveLength(ids.length);
  });
});
