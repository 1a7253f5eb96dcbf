import { isObject, type JsonObject, objectOf, own, parseJson, textOf } from '../json.ts';

/** How other tools wrap a CloudTrail record when they write it to a file; undefined where a wrapper is not theirs. */
type Wrapper = (value: JsonObject) => readonly unknown[] | undefined;

const WRAPPERS: readonly Wrapper[] = [
  // aws cloudtrail lookup-events: the record is a text.
  (value) => fromText(value, 'CloudTrailEvent'),
  // Rule tests of several projects.
  (value) => listUnder(value, 'test_events'),
  (value) => recordUnder(value, 'event'),
  // Elasticsearch and its shippers: the original text, the document, or ECS and SS4O nesting.
  (value) => fromText(objectOf(value, 'input') ?? {}, 'message'),
  (value) => fromText(value, 'message'),
  (value) => recordUnder(value, '_source'),
  (value) => recordUnder(value, 'aws.cloudtrail'),
  (value) => recordUnder(objectOf(value, 'aws') ?? {}, 'cloudtrail'),
  (value) => recordUnder(value, 'aws'),
  // Datadog.
  (value) => recordUnder(value, 'attributes'),
  (value) => recordUnder(objectOf(value, 'content') ?? {}, 'attributes'),
];

/** Takes one wrapper off; undefined where there is none. */
export function unwrapExport(value: JsonObject): readonly unknown[] | undefined {
  for (const wrapper of WRAPPERS) {
    const inner = wrapper(value);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function recordUnder(value: JsonObject, key: string): readonly unknown[] | undefined {
  const inner = objectOf(value, key);
  return inner !== undefined && textOf(inner, 'eventName') !== undefined ? [inner] : undefined;
}

function listUnder(value: JsonObject, key: string): readonly unknown[] | undefined {
  const inner = own(value, key);
  return Array.isArray(inner) ? inner : undefined;
}

function fromText(value: JsonObject, key: string): readonly unknown[] | undefined {
  const text = textOf(value, key);
  if (text === undefined || !text.trimStart().startsWith('{')) return undefined;
  const parsed = parseJson(text);
  return parsed.ok && isObject(parsed.value) ? [parsed.value] : undefined;
}
