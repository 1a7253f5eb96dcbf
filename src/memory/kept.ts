import { isObject, type JsonObject, objectOf, own, parseJson, textOf } from '../json.ts';
import { parsePath } from '../match/fields.ts';

/** What the store holds for one rule and group. */
export interface Kept {
  /** The rule's id, for when time alone brings the group up. */
  readonly rule: string;
  readonly values: readonly string[];
  /** The detector's own. */
  readonly state: unknown;
  /** The slot in which it asked to be looked at again (wakes.ts). */
  readonly wake: number | undefined;
  /** Of one event of the group what an alert needs, for when there is no event at hand. */
  readonly sample: JsonObject | undefined;
}

export const textOfKept = (kept: Kept): string => JSON.stringify(kept);

/** Written by us; undefined where there is nothing, or something that an older version left. */
export function keptIn(text: string | undefined): Kept | undefined {
  if (text === undefined) return undefined;
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  const { value } = parsed;
  const [rule, values, wake] = [textOf(value, 'rule'), own(value, 'values'), own(value, 'wake')];
  if (rule === undefined || !Array.isArray(values)) return undefined;
  return {
    rule,
    values: values.map(String),
    state: own(value, 'state'),
    wake: typeof wake === 'number' ? wake : undefined,
    sample: objectOf(value, 'sample'),
  };
}

const TEXTS =
  'eventID eventTime eventName eventSource eventType awsRegion recipientAccountId sourceIPAddress userAgent'.split(' ');
const IDENTITY = 'type userName arn accountId principalId invokedBy'.split(' ');
/** A sample is written with every change of the group, so it is small. */
const MAX_TEXT = 200;

/** The fields of a record that say who, what and where, and those that its group goes by, cut short. */
export function sampleOf(raw: JsonObject, groupBy: readonly string[]): JsonObject {
  const identity = objectOf(raw, 'userIdentity') ?? {};
  const issuer = objectOf(objectOf(identity, 'sessionContext') ?? {}, 'sessionIssuer') ?? {};
  const sample = {
    ...texts(raw, TEXTS),
    userIdentity: { ...texts(identity, IDENTITY), sessionContext: { sessionIssuer: texts(issuer, IDENTITY) } },
  };
  return groupBy.reduce<JsonObject>((whole, field) => withField(whole, raw, parsePath(field)), sample);
}

/** The sample with the text at one more path, which a rule's file bounds in length. */
function withField(sample: JsonObject, raw: JsonObject, [key = '', ...rest]: readonly string[]): JsonObject {
  if (rest.length === 0) return { ...sample, ...texts(raw, [key]) };
  const inner = objectOf(raw, key);
  return inner === undefined ? sample : { ...sample, [key]: withField(objectOf(sample, key) ?? {}, inner, rest) };
}

const texts = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.flatMap((name) => {
      const text = textOf(object, name);
      return text === undefined ? [] : [[name, text.slice(0, MAX_TEXT).toWellFormed()]];
    }),
  );
