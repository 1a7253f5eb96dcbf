import { z } from 'zod';
import { LEVELS } from '../match/level.ts';

/** `90s`, `15m`, `1h`, `7d` */
export const DURATION = /^(\d{1,5})(s|m|h|d)$/;
const UNIT_MS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
]);

/** Milliseconds of a duration that DURATION accepts. */
export function milliseconds(duration: string): number {
  const [, amount = '0', unit = 's'] = DURATION.exec(duration) ?? [];
  return Number(amount) * (UNIT_MS.get(unit) ?? 0);
}

const field = z.string().min(1);
/** YAML reads an unquoted date or number as such; Sigma means text. */
const text = z.union([z.string(), z.number()]).transform(String);

const ALERT = z.strictObject({
  title: z.string().min(1).max(256).optional(),
  dedup: z.array(field).min(1).optional(),
  quiet: z.string().regex(DURATION, 'expected a duration like 90s, 15m, 1h or 7d').optional(),
  show: z.array(field).optional(),
  next: z.string().min(1).max(500).optional(),
  runbook: z.url({ protocol: /^https$/, error: 'expected an https address' }).optional(),
});

const TEST = z.strictObject({
  name: z.string().min(1),
  fires: z.boolean(),
  event: z.record(z.string(), z.unknown()),
  lists: z.record(z.string(), z.array(text)).optional(),
  title: z.string().optional(),
  level: z.enum(LEVELS).optional(),
  dedup: z.array(text).optional(),
});

export const ALERT_KEYS = Object.keys(ALERT.shape);
export const TEST_KEYS = Object.keys(TEST.shape);

/**
 * A rule file apart from its detection: Sigma's keys, and ours (`alert`, `tests`). Sigma allows keys of one's own, so
 * what is not named here is left alone, unless it looks like a misspelt one (load.ts).
 */
export const RULE = z.looseObject({
  title: z.string().min(1).max(256),
  id: z.uuid().optional(),
  name: z
    .string()
    .regex(/^[a-z0-9_-]+$/i, 'expected letters, digits, _ and -')
    .optional(),
  level: z.enum(LEVELS).optional(),
  author: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).optional(),
  falsepositives: z.array(z.string()).optional(),
  logsource: z.looseObject({ product: z.literal('aws'), service: z.literal('cloudtrail') }),
  detection: z.record(z.string(), z.unknown()),
  alert: ALERT.optional(),
  tests: z.array(TEST).optional(),
});

export type RuleSource = z.infer<typeof RULE>;
export type RuleTest = z.infer<typeof TEST>;

/** Sigma's top-level keys and ours; a near miss of one of them is a mistake, not a key of one's own. */
export const TOP_LEVEL_KEYS =
  'title id name related taxonomy status description license references author date modified logsource detection fields falsepositives level tags scope alert tests'.split(
    ' ',
  );

/** Keys that change when a rule fires. To pass over one silently would be a rule that does not do what it says. */
export const NOT_YET = ['correlation', 'filter', 'eventbridge', 'cloudwatch', 'suppress', 'sigma-version', 'action'];
