import { logFile, logKey } from './log-files.ts';
import { startStack } from './stack.ts';

const t0 = Date.now();
const stack = await startStack({
  onPublish: (p) => console.log('SNS', p.subject),
  onSlack: (p) => console.log('SLACK', p.path, JSON.stringify(p.message).slice(0, 300)),
  onLog: (l) => console.log('LOG', JSON.stringify(l).slice(0, 400)),
});
console.log('started', Date.now() - t0);
const root = {
  eventVersion: '1.11',
  eventID: '11111111-1111-4111-8111-111111111111',
  eventTime: '2026-11-20T14:00:00Z',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.7',
  userAgent: 'Mozilla',
  recipientAccountId: '123456789012',
  userIdentity: { type: 'Root', arn: 'arn:aws:iam::123456789012:root' },
  responseElements: { ConsoleLogin: 'Success' },
  additionalEventData: { MFAUsed: 'No' },
};
await stack.putObject(logKey('123456789012', 'us-east-1', 'AbCdEfGhIjKlMnOp'), logFile([root, root]));
await stack.settled();
console.log(
  [...stack.metrics],
  await stack.quarantined(),
  await stack.deadLetters('s3'),
  await stack.deadLetters('slack'),
  Date.now() - t0,
);
await stack.stop();
console.log('stopped', Date.now() - t0);
