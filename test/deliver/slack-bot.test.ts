import type { SlackPorts } from '../../src/deliver/destinations/slack/deliver.ts';
import { failed, ok, retry } from '../../src/errors.ts';
import { own } from '../../src/json.ts';
import { ID, REPEAT, REPEAT_ID, TRAIL_DELETED } from '../alert/sample-alert.ts';
import {
  type Answer,
  answer,
  api,
  BOT,
  body,
  type Call,
  isFull,
  POSTED,
  stage,
  TOKEN,
  TS,
  tellSlack,
} from './slack-stage.ts';

const methods = (calls: readonly Call[]) =>
  calls.map(({ url, payload }) => {
    const place = ['ts', 'thread_ts'].flatMap((key) =>
      own(payload, key) === undefined ? [] : [key, own(payload, key)],
    );
    return [url.replace('https://slack.com/api/', ''), ...place].join(' ');
  });
const bot = (...answers: readonly Answer[]) => stage({ answers, secrets: [TOKEN] });

test('an alert is posted to the channel; the receipt is its ts', async () => {
  const { ports, calls } = bot(answer(200, POSTED));
  const told = await tellSlack(body(TRAIL_DELETED), BOT, ports);
  expect(told).toEqual({ ok: true, value: { state: 'sent', receipt: TS } });
  expect(methods(calls)).toEqual(['chat.postMessage']);
  expect(calls[0]).toMatchObject({ authorization: `Bearer ${TOKEN}`, payload: { channel: 'C0123' } });
});

test('a repeat puts the count into the first message and a line into its thread', async () => {
  const { ports, calls } = bot(answer(200, POSTED), answer(200, POSTED), answer(200, POSTED));
  await tellSlack(body(TRAIL_DELETED), BOT, ports);
  await tellSlack(body(REPEAT), BOT, ports);
  expect(methods(calls)).toEqual(['chat.postMessage', `chat.update ts ${TS}`, `chat.postMessage thread_ts ${TS}`]);
  expect(calls.map(isFull)).toEqual([true, true, false]);
  expect(JSON.stringify(calls[1])).toContain('CRITICAL ×11 · Trail deleted');
  expect(JSON.stringify(calls[2])).toContain('seen 11 times since');
});

test('a message that is gone gets no thread: the line goes to the channel', async () => {
  const { ports, calls } = bot(answer(200, POSTED), api('message_not_found'), answer(200, POSTED));
  await tellSlack(body(TRAIL_DELETED), BOT, ports);
  expect(await tellSlack(body(REPEAT), BOT, ports)).toMatchObject({ ok: true });
  expect(methods(calls)).toEqual(['chat.postMessage', `chat.update ts ${TS}`, 'chat.postMessage']);
});

test('while Slack is down the repeat waits, and posts no line without its update', async () => {
  const { ports, calls } = bot(answer(200, POSTED), answer(503));
  await tellSlack(body(TRAIL_DELETED), BOT, ports);
  expect(await tellSlack(body(REPEAT), BOT, ports)).toMatchObject({ ok: false, failure: { next: 'retry' } });
  expect(methods(calls)).toEqual(['chat.postMessage', `chat.update ts ${TS}`]);
});

const { repeats: _repeats, ...orphan } = REPEAT;
test.each([
  ['whose first alert is unknown', REPEAT, undefined],
  ['that does not say what it repeats', orphan, undefined],
  ['whose first alert went by webhook', REPEAT, 'ok'],
])('a repeat %s is one line in the channel', async (_name, repeat, receipt) => {
  const { ports, calls } = bot(answer(200, POSTED));
  if (receipt !== undefined) await settled(ports, receipt);
  await tellSlack(body(repeat), BOT, ports);
  expect(methods(calls)).toEqual(['chat.postMessage']);
  expect(calls.map(isFull)).toEqual([false]);
});

async function settled({ claims }: SlackPorts, receipt: string): Promise<void> {
  const key = `${ID}#slack`;
  await claims.claim({ key, owner: 'earlier', now: 0, leaseUntil: 1, expires: 9_000_000 });
  await claims.settle(key, 'earlier', { state: 'sent', receipt });
}

test.each<[string, readonly Answer[], string, number]>([
  ['invalid_auth', [api('invalid_auth'), api('invalid_auth')], 'config', 2],
  ['not_in_channel', [api('not_in_channel')], 'config', 1],
  ['ratelimited', [api('ratelimited')], 'retry', 1],
  ['invalid_blocks', [api('invalid_blocks'), api('msg_too_long')], 'reject', 2],
])('%s', async (_name, answers, next, posts) => {
  const { ports, calls, logged } = bot(...answers);
  const told = await tellSlack(body(TRAIL_DELETED), BOT, ports);
  expect(told).toMatchObject({ ok: false, failure: { next } });
  expect(calls).toHaveLength(posts);
  expect(JSON.stringify([told, logged])).not.toContain('SECRET');
});

test('a claim that cannot be looked up is tried again', async () => {
  const { ports, calls } = bot();
  const claims = { ...ports.claims, find: async () => failed(retry('throttled', 'slow down')) };
  expect(await tellSlack(body(REPEAT), BOT, { ...ports, claims })).toMatchObject({
    failure: { reason: 'throttled' },
  });
  expect(calls).toEqual([]);
  expect(await ports.claims.find(`${REPEAT_ID}#slack`)).toEqual(ok('unknown'));
});
