// Makes the sample deliveries under events/ from the records in events/records: one folder for each function, with every
// envelope that reaches it. Run it after a change to a record; the tests read what it writes.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUCKET = 'trail-logs';
const ACCOUNT = '123456789012';
const REGION = 'us-east-1';

const names = readdirSync('events/records').sort();
const records = new Map(names.map((name) => [name.replace('.json', ''), readJson(`events/records/${name}`)]));

const folder = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/11/20`;
const key = (unique) => `${folder}/${ACCOUNT}_CloudTrail_${REGION}_20261120T1410Z_${unique}.json.gz`;
const KEYS = {
  everything: key('SampleEverything'),
  ordinary: key('SampleOrdinary00'),
  cut: key('SampleCutInHalf0'),
  absent: key('SampleNotThere00'),
};

for (const dir of ['objects', 's3', 'eventbridge', 'cloudwatch-logs', 'slack'])
  rmSync(`events/${dir}`, { recursive: true, force: true });

const everything = logFile([...records.values()]);
writeBytes(`events/objects/${BUCKET}/${KEYS.everything}`, everything);
writeBytes(
  `events/objects/${BUCKET}/${KEYS.ordinary}`,
  logFile([...records].filter(([name]) => name.startsWith('ordinary-')).map(([, record]) => record)),
);
writeBytes(`events/objects/${BUCKET}/${KEYS.cut}`, everything.subarray(0, everything.length / 2));

const s3 = (...keys) => ({
  Records: keys.map((each) => ({
    eventVersion: '2.1',
    eventSource: 'aws:s3',
    awsRegion: REGION,
    eventTime: '2026-11-20T14:10:00.000Z',
    eventName: 'ObjectCreated:Put',
    userIdentity: { principalId: 'AWS:AIDACKCEVSQ6C2EXAMPLE' },
    s3: {
      s3SchemaVersion: '1.0',
      bucket: { name: BUCKET, arn: `arn:aws:s3:::${BUCKET}` },
      object: { key: each, size: everything.length, eTag: '0123456789abcdef0123456789abcdef' },
    },
  })),
});
const objectCreated = (each) => ({
  version: '0',
  id: '17793124-05d4-b198-2fde-7ededc63b103',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  account: ACCOUNT,
  time: '2026-11-20T14:10:00Z',
  region: REGION,
  resources: [`arn:aws:s3:::${BUCKET}`],
  detail: {
    version: '0',
    'event-version': '1.0',
    bucket: { name: BUCKET },
    object: { key: each, size: everything.length },
    reason: 'PutObject',
  },
});
const notice = (...keys) => ({ s3Bucket: BUCKET, s3ObjectKey: keys });
const notification = (message) => ({
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:trail`,
  Message: typeof message === 'string' ? message : JSON.stringify(message),
  Timestamp: '2026-11-20T14:10:01.000Z',
});
const sns = (message) => ({ Records: [{ EventVersion: '1.0', EventSource: 'aws:sns', Sns: notification(message) }] });
const sqs = (...bodies) => ({
  Records: bodies.map((body, i) => ({
    messageId: `059f36b4-87a3-44ab-83d2-66197583000${i}`,
    receiptHandle: 'AQEB',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1763647800000' },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:trailhound`,
    awsRegion: REGION,
  })),
});
const viaCloudTrail = (record) => ({
  version: '0',
  id: '2a1f0d5e-7d0b-4b1e-9c3f-0d6b7b1a2c3d',
  'detail-type':
    record.eventType === 'AwsConsoleSignIn' ? 'AWS Console Sign In via CloudTrail' : 'AWS API Call via CloudTrail',
  source: `aws.${record.eventSource.split('.')[0]}`,
  account: record.recipientAccountId,
  time: record.eventTime,
  region: record.awsRegion,
  resources: [],
  detail: record,
});
const logs = (messageType, events) => ({
  awslogs: {
    data: gzipSync(
      JSON.stringify({
        messageType,
        owner: ACCOUNT,
        logGroup: 'cloudtrail',
        logStream: `${ACCOUNT}_CloudTrail_${REGION}`,
        subscriptionFilters: ['trailhound'],
        logEvents: events.map((record, i) => ({
          id: String(i),
          timestamp: Date.parse(record.eventTime),
          message: JSON.stringify(record),
        })),
      }),
    ).toString('base64'),
  },
});

const root = records.get('root-console-login-without-mfa');
const stopped = records.get('logging-stopped');
const login = viaCloudTrail(root);

write('s3/sqs-s3', sqs(s3(KEYS.everything)));
write('s3/sqs-sns-s3', sqs(notification(s3(KEYS.everything))));
write('s3/sqs-eventbridge', sqs(objectCreated(KEYS.everything)));
write('s3/sqs-cloudtrail-notice', sqs(notification(notice(KEYS.everything, KEYS.ordinary))));
write(
  's3/sqs-control-messages',
  sqs({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET }, notification('CloudTrail validation message.')),
);
write('s3/sqs-bad-neighbours', sqs(s3(KEYS.cut), 'not JSON', s3(KEYS.absent), s3(KEYS.ordinary)));
write('s3/sqs-digest', sqs(s3(`AWSLogs/${ACCOUNT}/CloudTrail-Digest/${REGION}/2026/11/20/digest.json.gz`)));
write('s3/s3', s3(KEYS.everything));
write('s3/sns-s3', sns(s3(KEYS.everything)));
write('s3/eventbridge', objectCreated(KEYS.ordinary));
write('s3/s3-test-event', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: BUCKET });
write('eventbridge/root-console-login-without-mfa', login);
write('eventbridge/sqs-batch', sqs(login, login, viaCloudTrail(stopped)));
write('eventbridge/sqs-forged', sqs({ ...login, source: 'my.application' }));
write('eventbridge/ordinary', viaCloudTrail(records.get('ordinary-get-object')));
write('cloudwatch-logs/records', logs('DATA_MESSAGE', [stopped, records.get('ordinary-get-object')]));
write('cloudwatch-logs/control-message', logs('CONTROL_MESSAGE', []));
for (const kind of ['alert', 'repeat']) write(`slack/sqs-${kind}`, sqs(notification(sampleAlert(kind))));
write('slack/sqs-not-an-alert', sqs('hello'));

/** An alert as the topic carries it; the shape is src/alert/alert.ts. */
function sampleAlert(kind) {
  return {
    version: 1,
    kind,
    id: (kind === 'alert' ? 'a' : 'b').repeat(64),
    title: 'mallory asked to stop trail main',
    rule: {
      id: '11111111-1111-4111-8111-111111111111',
      name: 'logging_stopped',
      title: 'A trail was stopped',
      level: 'critical',
      author: 'Trailhound',
      tags: ['attack.defense-evasion'],
      falsepositives: [],
    },
    tactic: 'defense-evasion',
    event: {
      id: stopped.eventID,
      time: stopped.eventTime,
      source: stopped.eventSource,
      name: stopped.eventName,
      category: 'Management',
      region: stopped.awsRegion,
      account: stopped.recipientAccountId,
      outcome: 'success',
    },
    actor: { name: 'mallory', type: 'IAMUser', arn: stopped.userIdentity.arn },
    from: { address: stopped.sourceIPAddress, userAgent: stopped.userAgent },
    show: [{ field: 'requestParameters.name', value: 'main' }],
    next: 'Start logging again, then find out who mallory is.',
    dedup: { key: 'c'.repeat(64), fields: [], quietMs: 3600000 },
    ...(kind === 'repeat' ? { repeats: 'a'.repeat(64), silenced: { count: 10, since: stopped.eventTime } } : {}),
  };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function logFile(all) {
  return gzipSync(JSON.stringify({ Records: all }));
}

function write(name, value) {
  writeBytes(`events/${name}.json`, `${JSON.stringify(value, undefined, 2)}\n`);
}

function writeBytes(file, bytes) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
