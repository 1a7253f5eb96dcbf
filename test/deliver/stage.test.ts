import { announce } from '../../src/deliver/announce.ts';
import { stage } from '../../src/deliver/stage.ts';
import { TRAIL_DELETED } from '../alert/sample-alert.ts';
import { memoryPorts } from '../ingest/memory-ports.ts';

const NEXT = { ...TRAIL_DELETED, id: 'f'.repeat(64) };

test('what a staged rule would have told is reported once, and nobody is told', async () => {
  const { ports, published, texts, metrics } = memoryPorts([]);
  const lines: unknown[] = [];
  const log = { ...ports.log, info: (message: string, fields?: object) => void lines.push([message, fields]) };
  for (const alert of [TRAIL_DELETED, TRAIL_DELETED, NEXT])
    expect(await stage(alert, { ...ports, log })).toMatchObject({ ok: true });
  expect([...published, ...texts]).toEqual([]);
  const { rule, title, event } = TRAIL_DELETED;
  expect(lines).toEqual([
    ['staged', { rule: rule.name, level: rule.level, title, event: event.id, account: event.account }],
  ]);
  expect([metrics.counts.get('AlertsStaged'), metrics.counts.get('AlertsSilenced')]).toEqual([1, 1]);
});

test('what was staged keeps nothing quiet when the rule goes live', async () => {
  const { ports, published } = memoryPorts([]);
  await stage(TRAIL_DELETED, ports);
  expect(await announce(NEXT, ports)).toMatchObject({ ok: true, value: { state: 'sent' } });
  expect(published).toHaveLength(1);
});
