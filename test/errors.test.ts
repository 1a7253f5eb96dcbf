import { config, failed, messageOf, ok, reject, retry } from '../src/errors.ts';
import { isObject, objectOf, own, parseJson, textOf } from '../src/json.ts';

test.each<[string, unknown, string]>([
  ['an error', new Error('broken'), 'broken'],
  ['an error without a message says its name', new TypeError(), 'TypeError'],
  ['a text', 'broken', 'broken'],
  ['nothing', undefined, 'undefined'],
  ['an object that only looks like an error', { message: 'x', toString: () => 'shown' }, 'shown'],
])('the message of %s', (_name, thrown, expected) => {
  expect(messageOf(thrown)).toBe(expected);
});

test('a failure says what happens next', () => {
  expect(retry('r', 'd')).toEqual({ next: 'retry', reason: 'r', detail: 'd' });
  // An absent key, not one that is undefined: it travels as JSON.
  expect(retry('r', 'd')).not.toHaveProperty('afterMs');
  expect(retry('r', 'd', 0)).toEqual({ next: 'retry', reason: 'r', detail: 'd', afterMs: 0 });
  expect(reject('r', 'd')).toEqual({ next: 'reject', reason: 'r', detail: 'd' });
  expect(config('r', 'd')).toEqual({ next: 'config', reason: 'r', detail: 'd' });
  expect(ok(1)).toEqual({ ok: true, value: 1 });
  expect(failed(reject('r', 'd'))).toEqual({ ok: false, failure: { next: 'reject', reason: 'r', detail: 'd' } });
});

test.each<[string, unknown, boolean]>([
  ['an object', {}, true],
  ['a list', [], false],
  ['null', null, false],
  ['a text', 'x', false],
  ['a function', () => {}, false],
])('%s is an object of JSON: %p', (_name, value, expected) => {
  expect(isObject(value)).toBe(expected);
});

test('only own keys of the right kind are read', () => {
  const object = JSON.parse('{"__proto__":{"a":"x"},"text":"t","empty":"","list":[],"null":null}') as {
    [key: string]: unknown;
  };
  expect(own(object, '__proto__')).toEqual({ a: 'x' });
  for (const key of ['constructor', 'toString', 'a']) expect(own(object, key)).toBeUndefined();
  expect([textOf(object, 'text'), textOf(object, 'empty'), textOf(object, 'list')]).toEqual(['t', '', undefined]);
  expect([objectOf(object, '__proto__'), objectOf(object, 'list'), objectOf(object, 'null')]).toEqual([
    { a: 'x' },
    undefined,
    undefined,
  ]);
});

test('bad JSON is an answer with a message', () => {
  expect(parseJson('{"a":1}')).toEqual({ ok: true, value: { a: 1 } });
  expect(parseJson('{"a"')).toEqual({ ok: false, message: expect.stringMatching(/JSON/) as string });
});
