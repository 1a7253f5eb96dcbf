import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { type JsonObject, textOf } from '../json.ts';
import { logFile, logKey } from './log-files.ts';
import { pastEvents } from './past-events.ts';
import { PATH, paint, say, summarise, tellPublished, tellSlackPost } from './presenter.ts';
import { type Stack, startStack } from './stack.ts';

/**
 * `npm start`: the built handlers between real S3, SQS, SNS, DynamoDB and Slack servers on this machine. Sample log files
 * and events go in, alerts come out at SNS and at Slack, and it ends by itself.
 */
const ACCOUNT = '123456789012';
const REGION = 'us-east-1';
const RECORDS = 'events/records';

if (!existsSync('dist/rules.json')) {
  process.stderr.write('nothing is built yet: run npm ci, or npm run build\n');
  process.exit(2);
}

async function deliverSamples(to: Stack): Promise<void> {
  const step = async (what: string, deliver: () => Promise<unknown>): Promise<void> => {
    say(paint('bold', `\n▶ ${what}`));
    await deliver();
    await to.settled();
  };
  /** A log file lies in the folder of the account whose records it holds. */
  const key = (unique: string, [first]: readonly JsonObject[] = []): string =>
    logKey((first && textOf(first, 'recipientAccountId')) ?? ACCOUNT, REGION, unique);
  const file = logFile([...records.values()]);
  const root = records.get('root-console-login-without-mfa');
  const denied = records.get('unauthorized-api-calls');
  const burst = Array.from({ length: 12 }, (_, i) => ({ ...denied, eventID: `burst-${i}` }));

  await step('An event on EventBridge, which is there within seconds', () =>
    to.send('eventbridge', viaEventBridge(root)),
  );
  await step(`A log file of ${records.size} records, minutes later, with the same event in it`, () =>
    to.putObject(key('SampleEverything'), file),
  );
  await step('The same log file again: nothing new', () => to.putObject(key('SampleEverything'), file));
  await step('Twelve denied calls more by the same caller: counted, told at the tenth', () =>
    to.putObject(key('SampleBurst00000'), logFile(burst)),
  );
  for (const [i, [what, { learnt, longAgo, judged }]] of [...pastEvents(records, Date.now())].entries()) {
    await step(what, async () => {
      await to.putObject(key(`SampleLearnt000${i}`, learnt), logFile(learnt));
      await to.settled();
      // Deployed, the clock looks every five minutes.
      if (longAgo) await to.invoke('clock', {});
      await to.putObject(key(`SampleMemory000${i}`, judged), logFile(judged));
    });
  }
  await step('The clock: what is over is told to be over', () => to.invoke('clock', {}));
  await step('A log file that was cut in half, and a message that is none', async () => {
    await to.putObject(key('SampleCutInHalf0'), file.subarray(0, file.length / 2));
    await to.send('s3', 'not JSON');
  });
}

/** By the name of their file. */
async function sampleRecords(): Promise<Map<string, JsonObject>> {
  const records = new Map<string, JsonObject>();
  for (const file of (await readdir(RECORDS)).sort()) {
    records.set(file.replace('.json', ''), JSON.parse(await readFile(`${RECORDS}/${file}`, 'utf8')) as JsonObject);
  }
  return records;
}

const viaEventBridge = (detail: unknown): object => ({
  source: 'aws.signin',
  'detail-type': 'AWS Console Sign In via CloudTrail',
  detail,
});

say(PATH);
const records = await sampleRecords();
const stack = await startStack({
  onPublish: tellPublished,
  onSlack: tellSlackPost,
  logs: [...records.values()].map((record) => ({
    timestamp: Date.parse(textOf(record, 'eventTime') ?? ''),
    message: JSON.stringify(record),
  })),
});
try {
  await deliverSamples(stack);
  summarise(stack, await stack.quarantined(), await stack.deadLetters('s3'));
} finally {
  await stack.stop();
}
