import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { isObject, type JsonObject } from '../../src/json.ts';
import { DERIVED } from '../../src/record/derived.ts';
import { MAX_POLICY_TEXT, statementsIn } from '../../src/record/policy/documents.ts';
import { MAX_VALUES, valuesIn } from '../../src/record/policy/values.ts';
import { derive } from './derive.ts';

const OWN = '123456789012';
const OTHER = '210987654321';

/** Every derived field of a record, by name. */
const all = (raw: JsonObject): Map<string, unknown> =>
  new Map([...DERIVED].map(([name, derive]) => [name, derive(raw)] as const));

const changing = (requestParameters: unknown, eventName = 'PutBucketPolicy'): JsonObject => ({
  eventName,
  recipientAccountId: OWN,
  requestParameters,
});
const nested = (open: string, close: string, depth: number) => `${open.repeat(depth)}${close.repeat(depth)}`;
const toOther = { Effect: 'Allow', Principal: { AWS: OTHER }, Action: '*', Resource: '*' };

describe('requests made to break the reader', () => {
  test.each<[string, unknown]>([
    ['20,000 lists in lists', JSON.parse(nested('[', ']', 20_000))],
    ['20,000 objects in objects', JSON.parse(`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`)],
    ['a statement nested in text', { policy: `{"Statement":${nested('[', ']', 20_000)}}` }],
    [
      'a principal nested in text',
      { policy: `{"Statement":{"Effect":"Allow","Principal":${nested('[', ']', 20_000)}}}` },
    ],
    ['text that is not JSON', { policy: `{${'x'.repeat(100_000)}` }],
    ['100 KB of percent signs', { policy: '%'.repeat(100_000) }],
    ['a broken encoding', { policy: '%7B%22Statement%22%3A%E0%A4%A' }],
    ['25,000 texts that look like JSON', Array(25_000).fill('{}')],
    ['2,000 that are long enough for a policy', Array(2_000).fill(`{${'x'.repeat(46)}}`)],
    ['100 KB of blanks', { policy: ' '.repeat(100_000) }],
    [
      '100 KB of stars',
      { Statement: { Effect: 'Allow', Action: '*'.repeat(100_000), Resource: `${'*'.repeat(100_000)}x` } },
    ],
    ['100 KB of ARN', { Statement: { Effect: 'Allow', Principal: { AWS: `arn${':'.repeat(100_000)}` } } }],
    ['40 KB of dots', { principal: 'a.'.repeat(20_000) }],
    [
      'keys of every object',
      JSON.parse('{"__proto__":{"Statement":{"constructor":1}},"constructor":{"prototype":{}}}'),
    ],
    ['a prototype in text', { policy: '{"Statement":{"__proto__":{"Effect":"Allow","Principal":"*"}}}' }],
    [
      'a condition of lists',
      { Statement: { Effect: 'Allow', Principal: [], Condition: [[[]], { StringEquals: [1] }] } },
    ],
  ])('%s grants nothing and throws nothing', (_name, requestParameters) => {
    for (const event of [
      'PutBucketPolicy',
      'AddPermission',
      'ModifyImageAttribute',
      'PutObject',
      'AuthorizeSecurityGroupIngress',
    ]) {
      const fields = all(changing(requestParameters, event));
      expect([fields.get('policy.public'), fields.get('policy.admin')]).toEqual([false, false]);
      expect(fields.get('policy.externalAccounts')).toBeUndefined();
      expect(fields.get('opensToWorld')).toBeUndefined();
    }
  });

  test.each<[string, unknown]>([
    [
      'behind 10,000 statements',
      { policy: { Statement: [...Array.from({ length: 10_000 }, () => ({ Effect: 'Deny' })), toOther] } },
    ],
    ['behind a broken document', { a: '{', b: '%', policy: JSON.stringify({ Statement: toOther }) }],
    [
      'behind 90 KB of text that looks like JSON',
      { a: '{'.repeat(90_000), policy: JSON.stringify({ Statement: toOther }) },
    ],
    ['beside a prototype', JSON.parse(`{"__proto__":{"policy":{"Statement":${JSON.stringify(toOther)}}}}`)],
    [
      '10,000 principals',
      { policy: { Statement: { ...toOther, Principal: { AWS: [...Array(10_000).fill(OWN), OTHER] } } } },
    ],
  ])('a grant is found %s', (_name, requestParameters) => {
    expect(all(changing(requestParameters)).get('policy.externalAccounts')).toEqual([OTHER]);
  });

  test('a port is found among 10,000 permissions', () => {
    const narrow = { ipProtocol: 'tcp', fromPort: 1, toPort: 1, ipRanges: { items: [{ cidrIp: '192.0.2.0/24' }] } };
    const open = { ipProtocol: 'tcp', fromPort: 22, toPort: 22, ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } };
    const items = [...Array.from({ length: 10_000 }, () => narrow), open];
    const fields = all(changing({ ipPermissions: { items } }, 'AuthorizeSecurityGroupIngress'));
    expect(fields.get('opensToWorld')).toEqual(['22']);
  });
});

describe('work is bounded', () => {
  test('values are counted', () => {
    expect([...valuesIn(Array(MAX_VALUES * 2).fill(0))]).toHaveLength(MAX_VALUES);
  });

  test('text is counted: what would be read alone is not read behind too much of it', () => {
    const document = JSON.stringify({ Statement: toOther });
    const half = `{${' '.repeat(MAX_POLICY_TEXT / 2 - 1)}`;
    expect(statementsIn([half, document])).toHaveLength(1);
    expect(statementsIn([half, half, document])).toHaveLength(0);
  });
});

describe('laws', () => {
  const words = fc.constantFrom(
    'Statement',
    'Effect',
    'Allow',
    'Principal',
    'AWS',
    '*',
    'Condition',
    'StringEquals',
    'Action',
    'Resource',
    'items',
    'cidrIp',
    '0.0.0.0/0',
    'principal',
    'add',
    OWN,
    OTHER,
    'aws:SourceAccount',
    '__proto__',
    '%7B',
    '{}',
  );
  const values = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      words,
      fc.jsonValue({ maxDepth: 1 }),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(words, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
  const events = fc.constantFrom(
    'PutBucketPolicy',
    'AddPermission',
    'ModifySnapshotAttribute',
    'PutObjectAcl',
    'AuthorizeSecurityGroupIngress',
    'CreateNetworkAclEntry',
    'ModifyDBSnapshotAttribute',
  );

  test('anything at all gives values of the right kind and never throws', () => {
    fc.assert(
      fc.property(events, values, fc.boolean(), values, (eventName, value, asText, resources) => {
        const requestParameters = asText ? { policy: JSON.stringify(value) } : value;
        const fields = all({ eventName, requestParameters, resources, recipientAccountId: OWN });
        expect(typeof fields.get('policy.public')).toBe('boolean');
        expect(typeof fields.get('policy.admin')).toBe('boolean');
        for (const account of (fields.get('policy.externalAccounts') ?? []) as string[]) {
          expect(account).toMatch(/^\d{12}$/);
          expect(account).not.toBe(OWN);
        }
        for (const ports of (fields.get('opensToWorld') ?? []) as string[]) {
          expect(ports).toMatch(/^(?:all|icmp|protocol \d{1,3}|\d{1,5}(?:-\d{1,5})?)$/);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('a policy says the same as an object, as text and URL-encoded', () => {
    const statement = fc
      .dictionary(words, values)
      .map((more) => ({ Effect: 'Allow', Principal: { AWS: OTHER }, ...more }));
    fc.assert(
      fc.property(statement, (Statement) => {
        const text = JSON.stringify({ Statement });
        const [object, json, encoded] = [JSON.parse(text) as unknown, text, encodeURIComponent(text)].map((policy) =>
          all(changing({ policy })),
        );
        expect(json).toEqual(object);
        expect(encoded).toEqual(object);
      }),
    );
  });
});

/** Recorded attacks of a data set that is not part of the project; their ids are not repeated here. */
const FOLDER = '../shared/data/attacks/stratus';
const recorded = existsSync(FOLDER) ? test : test.skip;
if (!existsSync(FOLDER)) console.info(`skipped: recorded attacks need ${FOLDER}, which is not here`);

const recordsOf = (file: string): JsonObject[] => {
  const records: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  return Array.isArray(records) ? records.filter(isObject) : [];
};

recorded.each<[string, string, string, string]>([
  [
    'a role is trusted to another account',
    'aws.persistence.iam-backdoor-role.json',
    'UpdateAssumeRolePolicy',
    'externalAccounts',
  ],
  ['a snapshot is shared', 'aws.exfiltration.rds-share-snapshot.json', 'ModifyDBSnapshotAttribute', 'externalAccounts'],
  ['a session is given everything', 'aws.persistence.sts-federation-token.json', 'GetFederationToken', 'admin'],
])('recorded: %s', (_name, file, eventName, field) => {
  const [record] = recordsOf(file).filter((record) => record['eventName'] === eventName);
  expect(record).toBeDefined();
  const value = derive(`policy.${field}`, record ?? {});
  expect(field === 'admin' ? value : (value as string[]).length).toBe(field === 'admin' ? true : 1);
});

recorded('recorded: nothing throws', () => {
  const records = readdirSync(FOLDER).flatMap(recordsOf);
  expect(records.length).toBeGreaterThan(0);
  for (const record of records) expect(typeof all(record).get('policy.public')).toBe('boolean');
});
