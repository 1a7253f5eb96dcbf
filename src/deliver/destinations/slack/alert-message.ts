import { type Alert } from '../../../alert/alert.ts';
import { LEVELS } from '../../../alert/facts.ts';
import { failed, ok, type Reject, type Result, reject } from '../../../errors.ts';
import { isObject, own, parseJson, textOf } from '../../../json.ts';

const VERSION = 1;

/** The alert in an SQS message: inside the notification of SNS, or bare where the subscription delivers raw messages. */
export function alertIn(body: string): Result<Alert, Reject> {
  const outer = parseJson(body);
  if (!outer.ok) return failed(reject('not-json', `the message is no JSON: ${outer.message}`));
  const message = isObject(outer.value) ? textOf(outer.value, 'Message') : undefined;
  if (message === undefined) return alertFrom(outer.value);
  const inner = parseJson(message);
  return inner.ok
    ? alertFrom(inner.value)
    : failed(reject('not-json', `the notification's Message is no JSON: ${inner.message}`));
}

function alertFrom(value: unknown): Result<Alert, Reject> {
  const version = isObject(value) ? own(value, 'version') : undefined;
  if (typeof version === 'number' && version !== VERSION) {
    return failed(reject('unknown-version', `the alert has version ${version}, this reader knows ${VERSION}`));
  }
  const fault = faultOf(value);
  return fault === undefined
    ? ok(value as Alert)
    : failed(reject('not-an-alert', `expected ${fault.expected} at ${fault.path}`));
}

interface Fault {
  readonly path: string;
  readonly expected: string;
}

/** Says where a value is not what was expected; undefined where all is well. */
type Check = (value: unknown, path: string) => Fault | undefined;

const that =
  (expected: string, holds: (value: unknown) => boolean): Check =>
  (value, path) =>
    holds(value) ? undefined : { path, expected };

const text = that('a text', (value) => typeof value === 'string');
const count = that('a count', (value) => Number.isSafeInteger(value) && Number(value) >= 0);
const number = that('a number', (value) => typeof value === 'number' && Number.isFinite(value));
/** Part of the key of a claim and of what is printed: nothing but hex may get there. */
const alertId = that('64 hex digits', (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value));
const oneOf = (...words: readonly string[]): Check =>
  that(`one of ${words.join(', ')}`, (value) => typeof value === 'string' && words.includes(value));

const optional =
  (check: Check): Check =>
  (value, path) =>
    value === undefined ? undefined : check(value, path);

const list =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? firstFault(value.map((item, index) => () => check(item, `${path}[${index}]`)))
      : { path, expected: 'a list' };

const shape =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value, path) =>
    isObject(value)
      ? firstFault(
          Object.entries(checks).map(
            ([key, check]) =>
              () =>
                check(own(value, key), `${path}.${key}`),
          ),
        )
      : { path, expected: 'an object' };

function firstFault(checks: readonly (() => Fault | undefined)[]): Fault | undefined {
  for (const check of checks) {
    const fault = check();
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const shownFields = list(shape({ field: text, value: text }));

/** The `Alert` type once more, for a value that came over the wire. `evidence` is nobody's business here. */
const alertShape = shape({
  version: that(`version ${VERSION}`, (value) => value === VERSION),
  kind: oneOf('alert', 'repeat', 'ended', 'summary'),
  id: alertId,
  title: text,
  rule: shape({
    id: text,
    name: text,
    title: text,
    level: oneOf(...LEVELS),
    author: optional(text),
    tags: list(text),
    description: optional(text),
    falsepositives: list(text),
  }),
  tactic: text,
  event: shape({
    id: text,
    time: optional(text),
    source: text,
    name: text,
    category: text,
    region: text,
    account: text,
    outcome: oneOf('success', 'denied', 'failure'),
    errorCode: optional(text),
    errorMessage: optional(text),
  }),
  actor: shape({ name: text, type: text, arn: optional(text) }),
  from: shape({ address: text, userAgent: text }),
  show: shownFields,
  next: optional(text),
  steps: optional(list(shape({ do: text, query: optional(text) }))),
  runbook: optional(text),
  link: optional(text),
  dedup: shape({ key: text, fields: shownFields, quietMs: count }),
  silenced: optional(shape({ count, since: text })),
  episode: optional(
    shape({
      count: number,
      atLeast: that('true or false', (value) => typeof value === 'boolean'),
      from: text,
      until: text,
      group: shownFields,
      values: optional(list(text)),
      usual: optional(number),
    }),
  ),
  repeats: optional(alertId),
});

const faultOf = (value: unknown): Fault | undefined => alertShape(value, 'alert');
