import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, parseJson, textOf } from '../../src/json.ts';
import { eventCatalogue, type Known, wordsOf } from '../../src/rule/catalogue/catalogue.ts';

const catalogue = eventCatalogue();

test.each<[string, string, Known]>([
  ['iam.amazonaws.com', 'CreateAccessKey', 'yes'],
  ['IAM.amazonaws.com', 'createaccesskey', 'yes'],
  ['iam.amazonaws.com', 'PutBucketPolicy', 'other-source'],
  ['iam.amazonaws.com', 'CreateAcessKey', 'unknown-name'],
  ['nothing.amazonaws.com', 'CreateAccessKey', 'unknown-source'],
  // CloudWatch, EFS, ECR, MQ and SES have sources that are not their names.
  ['monitoring.amazonaws.com', 'PutMetricAlarm', 'yes'],
  ['cloudwatch.amazonaws.com', 'PutMetricAlarm', 'other-source'],
  ['elasticfilesystem.amazonaws.com', 'DeleteFileSystem', 'yes'],
  ['ecr.amazonaws.com', 'PutImage', 'yes'],
  ['amazonmq.amazonaws.com', 'CreateBroker', 'yes'],
  ['ses.amazonaws.com', 'DeleteIdentity', 'yes'],
  ['email.amazonaws.com', 'DeleteIdentity', 'unknown-source'],
  ['signin.amazonaws.com', 'ConsoleLogin', 'yes'],
  ['kms.amazonaws.com', 'RotateKey', 'yes'],
  ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', 'yes'],
  ['cloudfront.amazonaws.com', 'UpdateDistribution2020_05_31', 'yes'],
  ['iam.amazonaws.com', 'CreateAccessKey20150331', 'unknown-name'],
  ['ec2.amazonaws.com.cn', 'RunInstances', 'yes'],
  // Names that every object of JavaScript has.
  ['__proto__', 'constructor', 'unknown-source'],
  ['iam.amazonaws.com', 'constructor', 'unknown-name'],
])('%s %s is %s', (source, name, expected) => {
  expect(catalogue.knows(source, name)).toBe(expected);
});

test.each<[string, string, readonly string[]]>([
  ['s3.amazonaws.com', 'ListObjectsV2', ['ListObjects']],
  ['s3.amazonaws.com', 'ListObjects', []],
  ['lambda.amazonaws.com', 'CreateFunction', ['CreateFunction20150331']],
  ['lambda.amazonaws.com', 'CreateFunctionUrlConfig', []],
  ['lambda.amazonaws.com', 'Invoke', []],
])('what CloudTrail writes for %s %s', (source, name, expected) => {
  expect(catalogue.recordedAs(source, name)).toEqual(expected);
});

test('a name knows its services', () => {
  expect(catalogue.sourcesOf('DeleteTrail')).toEqual(['cloudtrail.amazonaws.com']);
  expect(catalogue.sourcesOf('NoSuchThing')).toEqual([]);
});

test.each<[string, string, boolean]>([
  ['a service with a model', 'iam.amazonaws.com', true],
  ['in China', 'iam.amazonaws.com.cn', true],
  ['known by hand only', 'cloudshell.amazonaws.com', false],
  ['a model, and a console with events of its own', 'signin.amazonaws.com', false],
  ['known by nobody', 'nothing.amazonaws.com', false],
])('whether a model tells the whole of a source: %s', (_name, source, expected) => {
  expect(catalogue.isModelled(source)).toBe(expected);
});

test.each<[string, readonly string[]]>([
  ['CreateAccessKey', ['Create', 'Access', 'Key']],
  ['GetSAMLProvider', ['Get', 'SAML', 'Provider']],
  ['ListObjectsV2', ['List', 'Objects', 'V2']],
  ['createUser', ['create', 'User']],
  ['', []],
])('the words of "%s"', (name, expected) => {
  expect(wordsOf(name)).toEqual(expected);
});

test.each<[string, boolean]>([
  ['Access', true],
  ['access', true],
  ['Acess', false],
  ['constructor', false],
])('the word %s is known: %s', (word, expected) => {
  expect(catalogue.knowsWord(word)).toBe(expected);
});

test('its data stays small enough to be read in a review', () => {
  expect(statSync('src/rule/catalogue/events.json').size).toBeLessThan(400_000);
});

test('every event of the samples is known', () => {
  const pairs = pairsUnder('events/records');
  expect(pairs.size).toBeGreaterThan(10);
  expect(unknown(pairs)).toEqual([]);
});

const SHARED = '../shared/data';
(existsSync(SHARED) ? test : test.skip)(`at least 95 % of the pairs in ${SHARED} (absent: skipped) are known`, () => {
  const pairs = pairsUnder(SHARED);
  expect(pairs.size).toBeGreaterThan(250);
  expect(unknown(pairs).length / pairs.size).toBeLessThan(0.05);
});

const unknown = (pairs: ReadonlySet<string>): string[] =>
  [...pairs].filter((pair) => {
    const [source = '', name = ''] = pair.split(' ');
    return catalogue.knows(source, name) !== 'yes';
  });

function pairsUnder(folder: string): ReadonlySet<string> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.jsonl?$/.test(file));
  const pairs = new Set<string>();
  const waiting = files.flatMap((file) => valuesIn(readFileSync(join(folder, file), 'utf8')));
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    waiting.push(...(Object.values(value) as unknown[]));
    if (!isObject(value)) continue;
    const source = textOf(value, 'eventSource');
    const name = textOf(value, 'eventName');
    if (source?.endsWith('.amazonaws.com') && name !== undefined) pairs.add(`${source} ${name}`);
  }
  return pairs;
}

/** One JSON text, or one in each line. */
function valuesIn(text: string): unknown[] {
  const whole = parseJson(text);
  if (whole.ok) return [whole.value];
  return text.split('\n').flatMap((line) => {
    const parsed = parseJson(line);
    return parsed.ok ? [parsed.value] : [];
  });
}
