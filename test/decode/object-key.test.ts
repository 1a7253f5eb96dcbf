import { accountOfKey, decodeKey, type KeyKind, kindOfKey } from '../../src/decode/object-key.ts';

const NAME = '123456789012_CloudTrail_eu-west-1_20261120T1405Z_AbCdEfGh01234567.json.gz';

test.each<[string, string, KeyKind]>([
  ['a log file', `AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/20/${NAME}`, 'log'],
  ['below a prefix', `some/prefix/AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/20/${NAME}`, 'log'],
  ['of an organisation', `AWSLogs/o-a1b2c3d4e5/123456789012/CloudTrail/eu-west-1/2026/11/20/${NAME}`, 'log'],
  ['a digest', 'AWSLogs/123456789012/CloudTrail-Digest/eu-west-1/2026/11/20/x.json.gz', 'digest'],
  ['an insight file', 'AWSLogs/123456789012/CloudTrail-Insight/eu-west-1/2026/11/20/x.json.gz', 'insight'],
  ['aggregated events', 'AWSLogs/123456789012/CloudTrail-Aggregated/eu-west-1/2026/11/20/x.json.gz', 'aggregated'],
  ['the account of folder and file differ', `AWSLogs/210987654321/CloudTrail/eu-west-1/2026/11/20/${NAME}`, 'misnamed'],
  ['the region of folder and file differ', `AWSLogs/123456789012/CloudTrail/us-east-1/2026/11/20/${NAME}`, 'misnamed'],
  ['something added behind', `AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/20/${NAME}.exe`, 'misnamed'],
  ['a folder', 'AWSLogs/123456789012/CloudTrail/eu-west-1/', 'other'],
  [
    'a log file that imitates one below another',
    `AWSLogs/123456789012/CloudTrail/x/AWSLogs/210987654321/CloudTrail/eu-west-1/2026/11/20/${NAME}`,
    'misnamed',
  ],
  ['another service', 'AWSLogs/123456789012/Config/eu-west-1/2026/11/20/x.json.gz', 'other'],
  [
    'a key longer than S3 allows',
    `${'a/'.repeat(600)}AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/20/${NAME}`,
    'other',
  ],
  ['nothing', '', 'other'],
])('%s', (_name, key, kind) => {
  expect(kindOfKey(key)).toBe(kind);
});

test.each([
  ['my+file%3Da.json.gz', 'my file=a.json.gz'],
  ['a%2Bb', 'a+b'],
  ['%E2%9C%93', '✓'],
  ['100%', '100%'],
])('the key %s is %s', (encoded, key) => {
  expect(decodeKey(encoded)).toBe(key);
});

test.each([
  [`AWSLogs/o-a1b2c3d4e5/123456789012/CloudTrail/eu-west-1/2026/11/20/${NAME}`, '123456789012'],
  ['AWSLogs/123456789012/CloudTrail-Insight/eu-west-1/2026/11/20/x.json.gz', undefined],
  ['x', undefined],
])('the account of %s is %p', (key, account) => {
  expect(accountOfKey(key)).toBe(account);
});

/** A log file's key with one part changed. */
const keyWith = (change: { readonly [part: string]: string } = {}): string => {
  const part = {
    before: '',
    root: 'AWSLogs',
    org: '',
    folder: 'CloudTrail',
    year: '2026',
    month: '11',
    day: '20',
    word: 'CloudTrail',
    time: '20261120T1405Z',
    unique: 'AbCdEfGh01234567',
    end: '.json.gz',
    account: '123456789012',
    region: 'eu-west-1',
    ...change,
  };
  const { before, root, org, folder, year, month, day, word, time, unique, end, account, region } = part;
  return `${before}${root}/${org}${account}/${folder}/${region}/${year}/${month}/${day}/${account}_${word}_${region}_${time}_${unique}${end}`;
};

test.each<[{ readonly [part: string]: string }, KeyKind]>([
  [{}, 'log'],
  [{ before: 'a/' }, 'log'],
  [{ before: '/' }, 'misnamed'],
  [{ before: 'a' }, 'other'],
  [{ before: 'a\n/' }, 'misnamed'],
  [{ root: 'awslogs' }, 'other'],
  [{ org: 'o-a1b2c3d4e5/' }, 'log'],
  [{ org: `o-${'a'.repeat(9)}/` }, 'other'],
  [{ org: `o-${'a'.repeat(32)}/` }, 'log'],
  [{ org: `o-${'a'.repeat(33)}/` }, 'other'],
  [{ org: 'o-A1B2C3D4E5/' }, 'other'],
  [{ org: 'x-a1b2c3d4e5/' }, 'other'],
  [{ account: '12345678901' }, 'other'],
  [{ account: '1234567890123' }, 'other'],
  [{ account: '12345678901x' }, 'other'],
  [{ region: 'EU' }, 'misnamed'],
  [{ region: 'us-gov-west-1' }, 'log'],
  [{ region: '' }, 'misnamed'],
  [{ year: '20261' }, 'misnamed'],
  [{ year: '202' }, 'misnamed'],
  [{ year: '202x' }, 'misnamed'],
  [{ month: '1' }, 'misnamed'],
  [{ month: '1x' }, 'misnamed'],
  [{ day: '2' }, 'misnamed'],
  [{ day: '2x' }, 'misnamed'],
  [{ word: 'Cloudtrail' }, 'misnamed'],
  [{ time: '20261120T140Z' }, 'misnamed'],
  [{ time: '2026112T1405Z' }, 'misnamed'],
  [{ time: '2026112xT1405Z' }, 'misnamed'],
  [{ time: '20261120T140xZ' }, 'misnamed'],
  [{ time: '20261120T14050Z' }, 'misnamed'],
  [{ unique: 'AbCdEfGh0123456' }, 'misnamed'],
  [{ unique: 'AbCdEfGh012345678' }, 'misnamed'],
  [{ unique: 'AbCdEfGh0123456-' }, 'misnamed'],
  [{ end: '_json.gz' }, 'misnamed'],
  [{ end: '.json_gz' }, 'misnamed'],
  [{ end: '.json.gz\n' }, 'misnamed'],
  [{ end: '.json' }, 'misnamed'],
  [{ folder: 'CloudTrail-Digest' }, 'digest'],
  [{ folder: 'CloudTrail-Insight' }, 'insight'],
  [{ folder: 'CloudTrail-Aggregated' }, 'aggregated'],
  [{ folder: 'CloudTrail-Other' }, 'other'],
  [{ folder: 'CloudTrail-Digest', before: 'a/' }, 'digest'],
  [{ folder: 'CloudTrail-Digest', before: 'a' }, 'other'],
  [{ folder: 'CloudTrail-Digest', org: 'o-a1b2c3d4e5/' }, 'digest'],
  [{ folder: 'CloudTrail-Digest', end: '/' }, 'other'],
])('a key with %j: %s', (change, kind) => {
  expect(kindOfKey(keyWith(change))).toBe(kind);
  expect(accountOfKey(keyWith(change))).toBe(kind === 'log' ? '123456789012' : undefined);
});

test.each([
  [1023, 'log'],
  [1024, 'log'],
  [1025, 'other'],
])('a key of %d characters: %s', (length, kind) => {
  expect(kindOfKey(keyWith({ before: '/'.padStart(length - keyWith().length, 'a') }))).toBe(kind);
});
