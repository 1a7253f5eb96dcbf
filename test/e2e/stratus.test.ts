import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Alert } from '../../src/alert/alert.ts';
import { logFile, logKey } from '../../src/local/log-files.ts';
import { TOPIC_ARN } from '../../src/local/resources.ts';
import { type Stack, startStack } from '../../src/local/stack.ts';

/** Recorded attacks; they stay where they are, and without them this test has nothing to do. */
const FOLDER = '../shared/data/attacks/stratus';
const present = existsSync(FOLDER);
if (!present) console.log(`skipped: ${FOLDER} is not here`);

/** The rules that are about each technique; `npm run attacks` tells the whole story of each. */
const ABOUT = parse(await readFile('bench/attacks/about.yml', 'utf8')) as Readonly<Record<string, readonly string[]>>;
const TECHNIQUES = Object.keys(ABOUT).filter((name) => name.startsWith('aws.'));
const SLACK_LEVELS: readonly string[] = ['medium', 'high', 'critical'];

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
  }, 240_000);
  afterAll(() => stack.stop(), 30_000);

  const alerts = (): Alert[] =>
    stack.published.filter(({ topic }) => topic === TOPIC_ARN).map(({ body }) => JSON.parse(body) as Alert);

  test('there are 19, all known', () => {
    expect([...techniques.keys()].toSorted()).toEqual(TECHNIQUES.toSorted());
  });

  test.each(TECHNIQUES)('%s is told by a rule that is about it', (technique) => {
    const ids = new Set(techniques.get(technique)?.map(({ eventID }) => eventID));
    const rules = alerts().flatMap(({ event, rule }) => (ids.has(event.id) ? [rule.name] : []));
    expect(rules.filter((name) => ABOUT[technique]?.includes(name))).not.toEqual([]);
  });

  test('no event makes an alert twice, by whatever way it came', () => {
    const ids = alerts().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('Slack has each alert of medium and above once', () => {
    const posted = stack.slack.posts.map(({ message }) => JSON.stringify(message));
    const told = alerts()
      .filter(({ rule }) => SLACK_LEVELS.includes(rule.level))
      .map(({ id }) => [id, posted.filter((text) => text.includes(id.slice(0, 12))).length]);
    expect(told.filter(([, times]) => times !== 1)).toEqual([]);
  });
});
