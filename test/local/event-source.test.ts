import { succeeded } from '../../src/local/event-source.ts';
import type { Invoked } from '../../src/local/lambda-function.ts';

const BATCH = [{ MessageId: 'a' }, { MessageId: 'b' }, { MessageId: 'c' }];
const answered = (response: unknown): Invoked => ({ ok: true, response });
const failing = (...ids: unknown[]) => answered({ batchItemFailures: ids.map((id) => ({ itemIdentifier: id })) });

/** Lambda guide, "Using Lambda with Amazon SQS", success and failure conditions. */
test.each<[string, Invoked, string]>([
  ['nothing', answered(undefined), 'abc'],
  ['null', answered(null), 'abc'],
  ['an empty object', answered({}), 'abc'],
  ['an empty list of failures', failing(), 'abc'],
  ['null for the list', answered({ batchItemFailures: null }), 'abc'],
  ['one failure', failing('b'), 'ac'],
  ['all failures', failing('a', 'b', 'c'), ''],
  ['an unknown id', failing('x'), ''],
  ['an empty id', failing(''), ''],
  ['a null id', failing(null), ''],
  ['a failure with another key', answered({ batchItemFailures: [{ id: 'a' }] }), ''],
  ['a list that is none', answered({ batchItemFailures: 'b' }), ''],
  ['an error', { ok: false, error: 'timeout' }, ''],
])('a handler that answers %s has %s deleted', (_name, invoked, deleted) => {
  expect(
    succeeded(BATCH, invoked)
      .map(({ MessageId }) => MessageId)
      .join(''),
  ).toBe(deleted);
});
