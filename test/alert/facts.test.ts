import { factsOf, shortId, utc } from '../../src/alert/facts.ts';
import { DENIED_AFTER_SILENCE, REPEAT, TRAIL_DELETED, without } from './sample-alert.ts';

test.each([
  ['whole seconds', '2026-11-20T14:03:22Z', '2026-11-20 14:03:22 UTC'],
  ['fractions are dropped', '2026-11-20T14:03:22.123Z', '2026-11-20 14:03:22 UTC'],
  ['another zone is not passed off as UTC', '2026-11-20T14:03:22+01:00', '–'],
  ['something before it', 'x 2026-11-20T14:03:22Z', '–'],
  ['something after it', '2026-11-20T14:03:22Z\n<!channel>', '–'],
  ['none', undefined, '–'],
])('time: %s', (_name, time, expected) => {
  expect(utc(time)).toBe(expected);
});

const quiet = (quietMs: number) => ({ ...TRAIL_DELETED, dedup: { ...TRAIL_DELETED.dedup, quietMs } });

test.each([
  ['without a quiet window', quiet(0), 'once so far'],
  ['an hour', quiet(3_600_000), 'once so far; counted in silence for the next 1 h'],
  ['an hour and a half', quiet(5_400_000), 'once so far; counted in silence for the next 90 min'],
  ['two days', quiet(172_800_000), 'once so far; counted in silence for the next 2 d'],
  ['an odd span', quiet(90_500), 'once so far; counted in silence for the next 91 s'],
  ['after a silence', DENIED_AFTER_SILENCE, 'once now, and 4 times in silence since 2026-11-20 12:00:00 UTC'],
  [
    'after a silence of one',
    { ...DENIED_AFTER_SILENCE, silenced: { count: 1, since: '2026-11-20T12:00:00Z' } },
    'once now, and once in silence since 2026-11-20 12:00:00 UTC',
  ],
  ['a repeat counts the one that was told', REPEAT, 'seen 11 times since 2026-11-20 14:03:22 UTC'],
])('how often: %s', (_name, alert, expected) => {
  expect(factsOf(alert).often).toBe(expected);
});

test('what is missing is a dash, and leaves no empty brackets', () => {
  const facts = factsOf({
    ...TRAIL_DELETED,
    event: { ...without(TRAIL_DELETED.event, 'time'), name: '', source: '–', account: '', region: '' },
    actor: { name: '', type: '–' },
    from: { address: '', userAgent: '–' },
  });
  expect(facts).toMatchObject({
    what: '– (–) succeeded',
    who: '–',
    where: '–',
    when: '–',
    from: '–',
  });
});

test('a repeat is found by the alert that people saw', () => {
  expect(shortId(REPEAT)).toBe(shortId(TRAIL_DELETED));
});
