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
