import type { Alert } from '../../src/alert/alert.ts';
import { alertId } from '../../src/alert/alert-id.ts';
import { type SlackPorts, tellSlack } from '../../src/deliver/destinations/slack/deliver.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import { inProcessPace } from '../../src/in-process/pace.ts';
import { tally } from '../../src/in-process/telemetry.ts';
import type { ClaimRequest, Claims } from '../../src/ports.ts';
import { DENIED_AFTER_SILENCE, TRAIL_DELETED } from '../alert/sample-alert.ts';
import { type Answer, answer, BOT, blocksOf, body, POSTED, stage, TOKEN, WEBHOOK } from './slack-stage.ts';
import { virtualTime } from './virtual-time.ts';

const alertOf = (n: number, level: Alert['rule']['level'] = 'high', rule = 'root_activity'): Alert => ({
  ...TRAIL_DELETED,
  id: alertId(rule, String(n)),
  title: `Root did something ${n}`,
  rule: { ...TRAIL_DELETED.rule, name: rule, level },
});
const many = (count: number, level?: Alert['rule']['level'], rule?: string): Alert[] =>
  Array.from({ length: count }, (_, n) => alertOf(n, level, rule));

/** One worker on a channel whose messages are a second apart; what was posted, and when. */
function channel(answers: readonly Answer[] = [], overrides: Partial<SlackPorts> = {}) {
  const time = virtualTime();
  const metrics = tally();
  const taken = stage({ answers: [...answers, ...Array.from({ length: 100 }, () => answer(200, 'ok'))] });
  const posts: { readonly at: number; readonly text: string }[] = [];
  const ports: SlackPorts = {
    ...taken.ports,
    claims: memoryClaims(),
    pace: inProcessPace(),
    paceMs: 1000,
    clock: time.clock,
    sleep: time.sleep,
    metrics,
    fetch: async (url, init) => {
      posts.push({ at: time.seconds(), text: typeof init?.body === 'string' ? init.body : '' });
      return taken.ports.fetch(url, init);
    },
    ...overrides,
  };
  const tell = (alerts: readonly Alert[], leftMs = 30_000) => {
    const end = time.clock.now() + leftMs;
    return time.run(tellSlack(alerts.map(body), WEBHOOK, ports, () => end - time.clock.now()));
  };
  const stateOf = async (alert: Alert) => {
    const found = await ports.claims.find(`${alert.id}#slack`);
    return found.ok ? found.value : found.failure;
  };
  return { ports, posts, time, metrics, tell, stateOf, calls: taken.calls };
}
const titles = (text: string) => /"text":"([^"]*)"/.exec(text)?.[1];

test('a few alerts are told one by one, a second apart, the most severe first', async () => {
  const { tell, posts } = channel();
  const told = await tell([alertOf(1, 'medium'), alertOf(2, 'high'), alertOf(3, 'critical'), alertOf(4, 'medium')]);
  expect(told.map(({ ok }) => ok)).toEqual([true, true, true, true]);
  expect(posts.map(({ at }) => at)).toEqual([0, 1, 2, 3]);
  expect(posts.map(({ text }) => /something (\d)/.exec(text)?.[1])).toEqual(['3', '2', '1', '4']);
});

test('what has no time within three seconds is one message; every alert in it counts as told', async () => {
  const { tell, posts, metrics, stateOf } = channel();
  const alerts = [...many(40), ...many(10, 'medium', 'trail_changed')];
  const told = await tell(alerts);
  expect(told.every(({ ok }) => ok)).toBe(true);
  expect(posts.map(({ at }) => at)).toEqual([0, 1, 2, 3, 4]);
  expect(titles(posts[4]?.text ?? '')).toBe('🟠 HIGH · 46 more alerts of 2 rules');
  expect(posts[4]?.text).toContain('36 more alerts of rule root_activity');
  expect(posts[4]?.text).toContain('10 more alerts of rule trail_changed');
  expect(await stateOf(alertOf(3))).toEqual({ state: 'sent', receipt: 'ok' });
  expect(await stateOf(alertOf(39))).toEqual({ state: 'sent', receipt: 'merged ok' });
  expect([metrics.counts.get('SlackSent'), metrics.counts.get('SlackMerged')]).toEqual([5, 46]);
});

test('the same batch again posts nothing', async () => {
  const { tell, posts } = channel();
  await tell(many(20));
  const before = posts.length;
  expect((await tell(many(20))).every(({ ok }) => ok)).toBe(true);
  expect(posts).toHaveLength(before);
});

test('critical alerts are never merged, and wait for no other', async () => {
  const { tell, posts } = channel();
  await tell([...many(30), ...many(5, 'critical', 'trail_deleted')]);
  expect(posts.slice(0, 5).map(({ at, text }) => [at, titles(text)?.startsWith('🔴 CRITICAL Root did')])).toEqual(
    [0, 1, 2, 3, 4].map((at) => [at, true]),
  );
  expect(posts.at(-1)?.text).toContain('27 more alerts');
});

test('of those told before, or with another worker, nothing is in the message', async () => {
  const { tell, posts, ports } = channel();
  const now = ports.clock.now();
  const claim = { owner: 'other', now, leaseUntil: now + 60_000, expires: now + 1e9 };
  for (const n of [8, 9]) await ports.claims.claim({ ...claim, key: `${alertOf(n).id}#slack` });
  await ports.claims.settle(`${alertOf(8).id}#slack`, 'other', { state: 'sent', receipt: 'ok' });
  const told = await tell(many(10));
  expect(posts.at(-1)?.text).toContain('4 more alerts');
  expect(told.at(-2)).toEqual({ ok: true, value: { state: 'sent', receipt: 'ok' } });
  expect(told.at(-1)).toMatchObject({ ok: false, failure: { next: 'retry', reason: 'busy' } });
});

test('one that is left is told in full', async () => {
  const { tell, posts } = channel();
  await tell(many(5));
  expect(posts).toHaveLength(5);
  expect(posts.every(({ text }) => text.includes('Next: '))).toBe(true);
});

test('a merged message that Slack refuses leaves its alerts to be tried again', async () => {
  const fine = Array.from({ length: 4 }, () => answer(200, 'ok'));
  const { tell, stateOf, posts } = channel([...fine, answer(400, 'invalid_blocks'), answer(400, 'invalid_blocks')]);
  const told = await tell(many(9));
  expect(told.at(-1)).toMatchObject({ ok: false, failure: { next: 'retry', reason: 'slack-refused-merged' } });
  expect(posts.at(-1)?.text).toContain('5 more alerts: 5 of root_activity');
  expect(await stateOf(alertOf(8))).toBe('unknown');
});

describe('when Slack asks for time', () => {
  const limited = () => answer(429, 'rate_limited', { 'retry-after': '30' });

  test('nothing more is posted, and everybody is told how long', async () => {
    const { tell, posts, time } = channel([limited()]);
    const told = await tell(many(20));
    expect(posts).toHaveLength(1);
    for (const outcome of told) {
      const afterMs = !outcome.ok && outcome.failure.next === 'retry' ? (outcome.failure.afterMs ?? 0) : 0;
      expect(afterMs).toBeGreaterThanOrEqual(30_000 - time.seconds() * 1000);
    }
  });

  test.each([
    [29_999, 0],
    [30_000, 1],
  ])('%d ms later, another worker’s critical alert: %d posts', async (later, posted) => {
    const { tell, posts, time } = channel([limited()]);
    await tell(many(1));
    time.pass(later);
    const [told] = await tell([alertOf(1, 'critical')], 10_000);
    expect([told?.ok, posts.length - 1]).toEqual([posted === 1, posted]);
  });

  test('a worker that had its slot already gives it up', async () => {
    const { tell, posts, ports, time } = channel();
    await tell([alertOf(0)]);
    const waiting = tell([alertOf(1, 'critical')], 20_000);
    await ports.pace.pause('slack /trailhound/slack', ports.clock.now() + 30_000);
    expect(await waiting).toMatchObject([{ ok: false, failure: { reason: 'slack-turn' } }]);
    expect([posts.length, time.seconds() < 30]).toEqual([1, true]);
  });

  test('a pause that ends in time is waited for', async () => {
    const { tell, posts } = channel([answer(429, '', { 'retry-after': '2' })]);
    await tell([alertOf(1, 'critical')]);
    await tell([alertOf(1, 'critical')]);
    expect(posts.map(({ at }) => at)).toEqual([0, 2]);
  });

  test('without a number it is ten seconds', async () => {
    const { tell } = channel([answer(429)]);
    expect(await tell([alertOf(1)])).toMatchObject([{ failure: { reason: 'slack-rate-limited', afterMs: 10_000 } }]);
  });
});

test('with no time left one alert is begun and the rest goes back untouched', async () => {
  const { tell, posts, stateOf } = channel();
  const told = await tell([...many(2, 'critical'), ...many(3, 'high', 'b')], 9_000);
  expect(posts).toHaveLength(1);
  expect(told.map((outcome) => outcome.ok || outcome.failure.reason)).toEqual([true, ...Array(4).fill('out-of-time')]);
  expect(await stateOf(alertOf(0, 'high', 'b'))).toBe('unknown');
});

test('a bot’s repeat of a merged alert posts a line, and leaves the merged message alone', async () => {
  const { ports, time, calls } = channel(
    Array.from({ length: 10 }, () => answer(200, POSTED)),
    { secrets: { get: async () => ({ ok: true, value: TOKEN }) } },
  );
  const tell = (alerts: readonly Alert[]) => time.run(tellSlack(alerts.map(body), BOT, ports, () => 30_000));
  await tell(many(8));
  const before = calls.length;
  await tell([{ ...DENIED_AFTER_SILENCE, kind: 'repeat', id: alertId('x', 'y'), repeats: alertOf(7).id }]);
  expect(calls.slice(before).map(({ url, payload }) => [url.split('/').at(-1), payload['thread_ts']])).toEqual([
    ['chat.postMessage', undefined],
  ]);
  expect(blocksOf(calls[before - 1] as never).length).toBeGreaterThan(1);
});

describe('a worker that is killed', () => {
  /** Claims of which the n-th call of all never comes back: before it is done, or after. */
  function deadly(n: number, when: 'before' | 'after') {
    const claims = memoryClaims();
    let calls = 0;
    const never = new Promise<never>(() => {});
    const guard =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        calls++;
        if (calls === n && when === 'before') return never;
        const result = await call(...args);
        return calls >= n ? never : result;
      };
    const dying: Claims = {
      ...claims,
      claim: guard((request: ClaimRequest) => claims.claim(request)),
      settle: guard((...note: Parameters<Claims['settle']>) => claims.settle(...note)),
    };
    return { claims, dying };
  }

  // Four alerts are told alone, with two calls each; six are merged: six claims, six notes.
  const STEPS = 4 * 2 + 1 + 6 + 6;
  test.each(
    Array.from({ length: STEPS }, (_, n) => n + 1).flatMap((n) => [[n, 'before'] as const, [n, 'after'] as const]),
  )(
    'at its call %d to the table, %s it: nothing is lost, and only what Slack had taken comes again',
    async (n, when) => {
      const { claims, dying } = deadly(n, when);
      const { ports, posts, time } = channel();
      const alerts = many(10);
      const worker = (own: Claims) => tellSlack(alerts.map(body), WEBHOOK, { ...ports, claims: own }, () => 30_000);
      await time.run(worker(dying)).catch(() => undefined);
      const taken = posts.length;
      const settled = new Set<string>();
      for (const { id } of alerts) {
        const found = await claims.find(`${id}#slack`);
        if (found.ok && found.value !== 'unknown' && found.value.state === 'sent') settled.add(id);
      }
      time.pass(ports.leaseMs + 1);
      const told = await time.run(worker(claims));
      expect(told.every(({ ok }) => ok)).toBe(true);
      // What was noted is not posted again.
      const again = posts.slice(taken).map(({ text }) => text);
      for (const id of settled) expect(again.filter((text) => text.includes(id.slice(0, 12)))).toEqual([]);
      for (const alert of alerts) {
        expect(await claims.find(`${alert.id}#slack`)).toMatchObject({ ok: true, value: { state: 'sent' } });
      }
      // The one window that stays open: taken by Slack, and not noted.
      const repeats = again.filter((text) => posts.slice(0, taken).some((post) => post.text === text));
      expect(repeats.length).toBeLessThanOrEqual(1);
    },
  );
});
