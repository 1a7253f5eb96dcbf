import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** One that is told, one that is only counted and matches nearly everything, and one that counts it. */
export const RULES = `
title: Stopped
id: 1b1f7c1e-6f0e-4f5e-9a39-000000000001
name: stopped
level: high
logsource: { product: aws, service: cloudtrail }
detection:
  sel: { eventName: StopLogging }
  condition: sel
alert: { title: '{userIdentity.userName} stopped it', dedup: [userIdentity.userName], quiet: 1d }
---
title: Call of a person
id: 1b1f7c1e-6f0e-4f5e-9a39-000000000002
name: human_call
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  sel: { userIdentity.type: IAMUser }
  condition: sel
---
title: Many calls
id: 1b1f7c1e-6f0e-4f5e-9a39-000000000003
name: many_calls
level: medium
correlation:
  type: event_count
  rules: [human_call]
  group-by: [userIdentity.userName, sourceIPAddress]
  timespan: 10m
  condition: { gte: 8 }
alert: { title: '{userIdentity.userName} called {memory.count} times', quiet: 1h }
`;

const FILES = 40;
/** In each file. Enough for bursts across many of them. */
export const RECORDS = 100;
const START = Date.UTC(2026, 0, 5);

/** Log files of a day, one that is cut off, one that holds what is none, JSON lines and an export. */
export async function writeLogs(folder: string): Promise<string> {
  const logs = join(folder, 'logs');
  await mkdir(logs);
  for (let file = 0; file < FILES; file++) {
    const Records = Array.from({ length: RECORDS }, (_, i) => record(file * RECORDS + i));
    const bytes = gzipSync(JSON.stringify({ Records }));
    await writeFile(
      join(logs, `${String(file).padStart(4, '0')}.json.gz`),
      file === 5 ? bytes.subarray(0, -400) : bytes,
    );
  }
  const [first, second] = [JSON.stringify(record(-1)), JSON.stringify(record(-2))];
  await writeFile(join(logs, '0012-lines.jsonl'), `${first}\n{"eventName":\n${second}\n{"eventName":"x"}\n`);
  await writeFile(join(logs, '0013-export.json'), JSON.stringify({ Events: [{ CloudTrailEvent: first }] }));
  await writeFile(join(logs, '0014-odd.json'), `{"Records":[7,${second},"text"]}`);
  return logs;
}

function record(i: number): object {
  const person = `person-${Math.abs(i * 7) % 11}`;
  return {
    eventVersion: '1.11',
    userIdentity: { type: i % 3 === 0 ? 'AssumedRole' : 'IAMUser', userName: person, accountId: '123456789012' },
    eventTime: new Date(START + i * 4_000 + (i % 5) * 1_000).toISOString().replace('.000Z', 'Z'),
    eventSource: i % 97 === 0 ? 'cloudtrail.amazonaws.com' : 'ec2.amazonaws.com',
    eventName: i % 97 === 0 ? 'StopLogging' : 'DescribeInstances',
    awsRegion: 'us-east-1',
    sourceIPAddress: `192.0.2.${Math.floor(i / 500)}`,
    eventID: `00000000-0000-4000-8000-${String(Math.abs(i)).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: '123456789012',
  };
}
