import * as z from 'zod';
import { QUERIES } from '../alert/query.ts';
import { isObject, own } from '../json.ts';
import { LEVELS } from '../match/level.ts';
import { suggest } from './nearest.ts';

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
/** YAML reads an unquoted number as such; Sigma means text. */
export const text = z.union([z.string(), z.number()], 'expected a text or a number');
const event = z.record(z.string(), z.unknown());

const QUERY_NAMES = [...QUERIES.keys()];
const sentence = z.string().min(1).max(500);

const STEP = z.union(
  [
    sentence,
    z
      .strictObject({
        do: sentence,
        query: z.enum(QUERY_NAMES).describe('A search that comes with the step, as SQL'),
        of: field.optional().describe('The field whose value it looks for'),
      })
      .refine(
        ({ query, of }) => (of ?? QUERIES.get(query)?.of) !== undefined,
        'the query "mentions" needs "of", the field whose value it looks for',
      ),
  ],
  { error: ({ input }) => wrongStep(input) },
);

function wrongStep(step: unknown): string {
  const query = isObject(step) ? own(step, 'query') : undefined;
  return typeof query === 'string' && !QUERIES.has(query)
    ? `there is no query "${query}". ${suggest(query, QUERY_NAMES)}`
    : 'expected a sentence of at most 500 characters, or { do: a sentence, query: its name, of: a field }';
}

const ALERT = z.strictObject({
  title: z.string().min(1).max(256).optional().describe('What is told, with {field} for values of the record'),
  dedup: z.array(field).min(1).optional().describe('Matches with the same values are one alert while it is quiet'),
  quiet: z.string().regex(DURATION, 'expected a duration like 90s, 15m, 1h or 7d').optional(),
  show: z.array(field).optional().describe('Fields to show'),
  next: sentence.optional().describe('What to do first'),
  steps: z.array(STEP).min(1).max(9).optional().describe('What to do, step by step'),
  runbook: z.url({ protocol: /^https$/, error: 'expected an https address' }).optional(),
});

const SUPPRESSION = z.strictObject({
  when: event.describe('Fields, as in a selection'),
  because: z.string().min(1).describe('Why it is excused'),
  until: z.iso.date('expected a day like 2027-01-31').describe('The last day, in UTC'),
});

/** How a test makes an event. */
export const EVENT_KEYS = {
  event: event.optional().describe('The fields that matter'),
  base: z.string().optional().describe('A file of events/records, without .json, to start from'),
  patch: event.optional().describe('Fields to set in it, by path'),
  without: z.array(field).optional().describe('Fields to take out of it'),
};

const TEST = z.strictObject({
  name: z.string().min(1),
  fires: z.boolean(),
  ...EVENT_KEYS,
  lists: z
    .record(z.string(), z.array(text))
    .optional()
    .describe('Lists of this test, in place of those in trailhound.yml'),
  title: z.string().optional(),
  level: z.enum(LEVELS).optional(),
  dedup: z.array(text).optional(),
  suppressed: z.boolean().optional(),
});

export const ALERT_KEYS = Object.keys(ALERT.shape);
const TEST_KEYS = Object.keys(TEST.shape);
const SUPPRESSION_KEYS = Object.keys(SUPPRESSION.shape);

/** The keys that may stand at a place of a rule. */
export const ruleKeysAt = ([first]: readonly PropertyKey[]): readonly string[] =>
  first === 'tests' ? TEST_KEYS : first === 'suppress' ? SUPPRESSION_KEYS : ALERT_KEYS;

/** What every rule says of itself. */
export const HEAD = {
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
  falsepositives: z.union([z.array(z.string()), z.string()], 'expected a text or a list of texts').optional(),
  alert: ALERT.optional(),
};

const LOGSOURCE = z.looseObject({ product: z.literal('aws'), service: z.literal('cloudtrail') });

/**
 * A rule file apart from its condition: Sigma's keys, and ours. Sigma allows keys of one's own, so what is not named here
 * is left alone, unless it looks like a misspelt one (compile-rule.ts).
 */
export const RULE = z.looseObject({
  ...HEAD,
  logsource: LOGSOURCE,
  'sigma-version': z.union([z.literal(2), z.literal(3)], 'expected 2 or 3').optional(),
  detection: event.optional().describe('Selections and a condition'),
  eventbridge: z
    .union([event, z.string()], 'expected an event pattern, as a mapping or as JSON in a text')
    .optional()
    .describe('An EventBridge event pattern, in the place of detection'),
  cloudwatch: z.string().optional().describe('A CloudWatch Logs filter pattern, in the place of detection'),
  suppress: z.array(SUPPRESSION).optional(),
  tests: z.array(TEST).optional(),
});

export type RuleSource = z.infer<typeof RULE>;
export type RuleTest = z.infer<typeof TEST>;

/** A Sigma filter: a condition that is added to rules. */
export const FILTER = z.looseObject({
  title: z.string().min(1),
  logsource: LOGSOURCE,
  filter: z.looseObject({
    rules: z.union([z.array(z.string()).min(1), z.literal('any')], 'expected a list of rules, or any'),
    condition: z.unknown(),
  }),
});

/** Sigma's top-level keys and ours; a near miss of one of them is a mistake, not a key of one's own. */
export const TOP_LEVEL_KEYS =
  'title id name related taxonomy status description license references author date modified logsource detection eventbridge cloudwatch fields falsepositives level tags scope alert suppress tests sigma-version correlation'.split(
    ' ',
  );

/** Keys that change when a rule fires. To pass over one silently would be a rule that does not do what it says. */
export const NOT_YET = ['action', 'timeframe'];
