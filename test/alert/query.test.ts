import * as fc from 'fast-check';
import { sqlFor } from '../../src/alert/query.ts';
import { recordFrom } from '../../src/record/record.ts';
import { anyText } from '../any-text.ts';

const TIME = Date.UTC(2026, 10, 20, 14, 3, 22);
const user = (userName: unknown) => ({ userIdentity: { userName } });
const step = { do: 'Look.', query: 'by_user' };

test('a step with a search has it as SQL, from a week before the event', () => {
  expect(sqlFor(step, user('alice'), TIME)).toBe(
    'SELECT eventtime, eventsource, eventname, awsregion, sourceipaddress, useridentity.arn, errorcode, requestparameters ' +
      "FROM cloudtrail_logs WHERE useridentity.username = 'alice' AND eventtime > '2026-11-13T14:03:22Z' " +
      'ORDER BY eventtime LIMIT 1000',
  );
});

test.each([
  ['by_access_key', { userIdentity: { accessKeyId: 'x' } }, "useridentity.accesskeyid = 'x'"],
  ['by_actor', { userIdentity: { arn: 'x' } }, "useridentity.arn = 'x'"],
  [
    'by_role',
    { userIdentity: { sessionContext: { sessionIssuer: { arn: 'x' } } } },
    "useridentity.sessioncontext.sessionissuer.arn = 'x'",
  ],
  ['by_address', { sourceIPAddress: 'x' }, "sourceipaddress = 'x'"],
  ['mentions', { eventName: 'x' }, undefined],
  ['no_such_search', { eventName: 'x' }, undefined],
])('the search %s', (query, raw, expected) => {
  expect(where(sqlFor({ do: 'Look.', query }, raw, undefined))).toBe(expected);
});

const where = (sql: string | undefined): string | undefined => / WHERE (.*) ORDER BY/.exec(sql ?? '')?.[1];

test.each([
  ['a field of its own', { ...step, of: 'requestParameters.userName' }, "useridentity.username = 'bob'"],
  [
    'what names a thing',
    { do: 'Look.', query: 'mentions', of: 'requestParameters.userName' },
    "strpos(requestparameters, 'bob') > 0",
  ],
  ['no search', { do: 'Look.' }, undefined],
  ['no search, but a field', { do: 'Look.', of: 'requestParameters.userName' }, undefined],
  ['nothing to look for', { do: 'Look.', query: 'by_access_key' }, undefined],
])('%s', (_name, spec, expected) => {
  const raw = { ...user('alice'), requestParameters: { userName: 'bob' } };
  expect(where(sqlFor(spec, raw, undefined))).toBe(expected);
});

test.each([
  ['a quote ends nothing', "o'brien' OR 1=1 --", "useridentity.username = 'o''brien'' OR 1=1 --'"],
  ['a line end', 'a\n; DROP TABLE x', undefined],
  ['what turns the line around', 'a\u202eb', undefined],
  ['what cannot be seen', 'a\u200bb', undefined],
  ['half a character', 'a\ud800', undefined],
  ['too long', 'a'.repeat(2_049), undefined],
  ['as long as may be', 'a'.repeat(2_048), `useridentity.username = '${'a'.repeat(2_048)}'`],
  ['no text', 7, undefined],
  ['empty', '', undefined],
])('hostile: %s', (_name, userName, expected) => {
  expect(where(sqlFor(step, user(userName), undefined))).toBe(expected);
});

test('whatever a record holds, the SQL is one statement with one text in it', () => {
  fc.assert(
    fc.property(anyText(), (userName) => {
      const condition = where(sqlFor(step, user(userName), undefined));
      if (condition !== undefined) expect(condition).toMatch(/^useridentity\.username = '(?:[^']|'')*'$/);
    }),
  );
});

test('the record of an alert has the fields that the searches look for', () => {
  const record = recordFrom({ eventVersion: '1.11', eventSource: 'iam.amazonaws.com', eventName: 'CreateUser' });
  expect(record.ok && where(sqlFor({ do: 'Look.', query: 'by_event' }, record.value.raw, undefined))).toBe(
    "eventname = 'CreateUser'",
  );
});
