import * as z from 'zod';
import { isObject, own } from '../json.ts';
import { LEVELS } from '../match/level.ts';
import { WINDOW_TYPES } from '../memory/memory-rule.ts';
import { suggest } from './nearest.ts';
import { ALERT_KEYS, DURATION, EVENT_KEYS, HEAD, milliseconds, text } from './rule-schema.ts';

const name = z.string().min(1);
const names = z.union([z.array(name).min(1), name], 'expected a name or a list of names');
const duration = z.string().regex(DURATION, 'expected a duration like 90s, 15m, 1h or 7d');
const number = z.number();

/** Windows are kept as a whole, with a day for late events; a longer span is what `first_seen` and `baseline` are for. */
const MAX_TIMESPAN = '7d';

const CRITERIA = { gt: number, gte: number, lt: number, lte: number, eq: number, neq: number };
export const CRITERIA_KEYS = Object.keys(CRITERIA);
const CONDITION = z.strictObject({
  ...z.strictObject(CRITERIA).partial().shape,
  field: name.optional(),
  percentile: z.int().min(1).max(99).optional(),
});

const COMMON = {
  rules: names.describe('Rules whose matches are counted, by name or id'),
  'group-by': names
    .optional()
    .describe('Fields or aliases; each combination of values is counted by itself, of lists each element'),
  aliases: z.record(name, z.record(name, name)).optional().describe('alias → rule → field'),
  generate: z
    .union([z.boolean(), z.array(name).min(1)])
    .optional()
    .describe('true: the counted rules are told by themselves as well; or the names of those that are'),
};

const WINDOW = z.strictObject({
  type: z.enum(WINDOW_TYPES),
  ...COMMON,
  timespan: duration.refine(
    (text) => milliseconds(text) <= milliseconds(MAX_TIMESPAN),
    `expected at most ${MAX_TIMESPAN}`,
  ),
  condition: CONDITION.optional(),
});

const FIRST_SEEN = z.strictObject({
  type: z.literal('first_seen'),
  ...COMMON,
  field: name,
  learn: duration.optional(),
  remember: duration.refine((text) => milliseconds(text) >= milliseconds('2d'), 'expected at least 2d').optional(),
});

const BASELINE = z.strictObject({
  type: z.literal('baseline'),
  ...COMMON,
  direction: z.enum(['above', 'below']).optional(),
  factor: number.gt(1).optional(),
  minimum: number.min(1).optional(),
  learn: duration.optional(),
});

const TYPES: readonly string[] = [...WINDOW_TYPES, 'first_seen', 'baseline'];

export const CORRELATION_TYPE = z.discriminatedUnion('type', [WINDOW, FIRST_SEEN, BASELINE], {
  error: ({ input }) => unknownType(input),
});

function unknownType(correlation: unknown): string {
  const type = isObject(correlation) ? own(correlation, 'type') : correlation;
  const hint = typeof type === 'string' ? suggest(type, TYPES) : `Expected one of: ${TYPES.join(', ')}`;
  return `there is no type ${JSON.stringify(type)}. ${hint}`;
}

const STEP = z.strictObject({
  ...EVENT_KEYS,
  at: duration.optional().describe('Event time, from the start of the test'),
  times: z.int().min(1).max(20_000).optional(),
  every: duration.optional().describe('With times: the span between two'),
  delay: duration.optional().describe('How much later it is delivered'),
});

const MEMORY_TEST = z.strictObject({
  name,
  fires: z.boolean(),
  events: z.array(STEP).min(1),
  wait: duration.optional().describe('How long nothing more comes before the test ends'),
  alerts: z.int().min(1).optional().describe('How many alerts; 1 unless it says so'),
  lists: z.record(z.string(), z.array(text)).optional(),
  title: z.string().optional(),
  level: z.enum(LEVELS).optional(),
  dedup: z.array(text).optional(),
  count: number.optional(),
  ended: z.boolean().optional(),
});

/** A Sigma correlation, and the two types that are ours. */
export const CORRELATION = z.looseObject({
  ...HEAD,
  correlation: CORRELATION_TYPE,
  tests: z.array(MEMORY_TEST).optional(),
});

/** The keys that may stand at a place of a rule with memory, by its type. */
export const correlationKeysAt =
  (type: unknown) =>
  ([first, second, third]: readonly PropertyKey[]): readonly string[] => {
    if (first === 'alert') return ALERT_KEYS;
    if (first === 'tests') return Object.keys(third === 'events' ? STEP.shape : MEMORY_TEST.shape);
    if (second === 'condition') return Object.keys(CONDITION.shape);
    const { shape } = type === 'first_seen' ? FIRST_SEEN : type === 'baseline' ? BASELINE : WINDOW;
    return Object.keys(shape);
  };

export type CorrelationSource = z.infer<typeof CORRELATION>;
export type CorrelationType = z.infer<typeof CORRELATION_TYPE>;
export type MemoryTest = z.infer<typeof MEMORY_TEST>;
