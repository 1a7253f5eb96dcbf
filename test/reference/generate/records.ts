import * as fc from 'fast-check';
import type { JsonObject } from '../../../src/json.ts';

/** The words of rules and records, and the hostile ones among them. */
const WORDS: readonly string[] = [
  ['GetObject', 'getobject', 'PutObject', 'Get', 'Object', 'Root', 'ROOT', 'a', 'aa', 'ab', 'b', ''],
  ['k', '\u212A', 'İ', 'i', 'ß', 'SS', 'ſ', 's', '😀', 'e\u0301', 'Σ', 'ς'],
  ['a*b', 'a?b', 'a\\b', 'a\\*b', 'C:\\dir\\', '*', '?', '\\', '%', 'a.b', 'a b', '"b":', '{}', '[]', 'null', 'a\nb'],
  [
    'true',
    'False',
    '0',
    '1',
    '300',
    '300.0',
    '0300',
    '-1',
    '1e3',
    '0x12c',
    ' 300 ',
    '012345678901',
    '9007199254740993',
  ],
  ['192.0.2.7', '192.0.2.255', '198.51.100.1', '2001:db8::1', '::ffff:192.0.2.7', '010.0.0.1', 'AWS Internal'],
  ['run -flag', 'run /flag', 'run –flag x-y', 'Zm9v', 'YmFyZm9vYmF6', 'ZgBvAG8A', '//5mAG8AbwA=', 'foo'],
  ['2026-11-20T14:03:22Z', '2027-01-01T00:00:00Z', '2024-12-30T23:59:59Z', '2026-02-30T25:00:00Z'],
].flat();

/** Half of the time one of a handful, so that rules and records meet. */
export const word: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('GetObject', 'getobject', 'Root', 'a', 'ab', 'k', '300', ''),
  fc.constantFrom(...WORDS),
);

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: word },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(0, 1, 300, -1, 1.5, 1e21, 2 ** 53, 2 ** 53 + 2, 12345678901) },
  { weight: 2, arbitrary: fc.boolean() },
  { weight: 1, arbitrary: fc.constant(null) },
);

/** Names of keys at every level; `constructor` is one that objects inherit. */
const KEYS = ['a', 'b', 'A', 'b.c', 'constructor'] as const;

const nested: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    { weight: 5, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 3, arbitrary: fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 3 }) },
  ),
})).value;

const EVENT_NAMES = ['GetObject', 'getobject', 'PutObject', 'ConsoleLogin'];
const EVENT_SOURCES = ['s3.amazonaws.com', 'S3.amazonaws.com', 'signin.amazonaws.com'];

/** Records of a few fields; each of them may be missing. As JSON gives them: no undefined, no -0, no prototypes. */
export const records: fc.Arbitrary<JsonObject> = fc
  .record(
    {
      eventName: fc.oneof({ weight: 5, arbitrary: fc.constantFrom<unknown>(...EVENT_NAMES) }, scalar),
      eventSource: fc.oneof({ weight: 5, arbitrary: fc.constantFrom<unknown>(...EVENT_SOURCES) }, scalar),
      eventTime: fc.constantFrom(...WORDS.slice(-4)),
      errorCode: scalar,
      userIdentity: fc.oneof(
        { weight: 4, arbitrary: fc.record({ type: scalar, a: nested }, { requiredKeys: [] }) },
        { weight: 1, arbitrary: nested },
      ),
      a: nested,
      requestParameters: nested,
    },
    { requiredKeys: [] },
  )
  .map((record) => JSON.parse(JSON.stringify(record)) as JsonObject);

/** Paths that lead somewhere in many of these records. Keys with dots are for each dialect to write. */
export const PATHS: readonly (readonly string[])[] = [
  ['eventName'],
  ['eventSource'],
  ['eventTime'],
  ['errorCode'],
  ['userIdentity', 'type'],
  ['userIdentity', 'a'],
  ['a'],
  ['a', 'a'],
  ['a', 'b'],
  ['a', 'b.c'],
  ['a', 'a', 'b'],
  ['requestParameters'],
  ['requestParameters', 'a'],
  ['requestParameters', 'A'],
  ['requestParameters', 'b', 'a'],
  ['requestParameters', 'constructor'],
  ['missing', 'field'],
];
