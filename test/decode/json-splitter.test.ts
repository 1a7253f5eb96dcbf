import * as fc from 'fast-check';
import { JsonSplitter } from '../../src/decode/json-splitter.ts';

const CONTAINERS = new Set(['Records', 'Events']);

/** Splits a text that arrives in pieces of `size` bytes. */
function split(text: string | Uint8Array, size = 1 << 20, maxBytes = 1 << 20) {
  const bytes = Buffer.from(text);
  const splitter = new JsonSplitter({ containers: CONTAINERS, maxBytes });
  const values: string[] = [];
  const pieces = [];
  for (let at = 0; at < bytes.length; at += size) {
    for (const piece of splitter.push(bytes.subarray(at, at + size))) {
      values.push(Buffer.from(piece.bytes).toString());
      pieces.push(piece);
    }
  }
  const end = splitter.end();
  for (const piece of end.pieces) {
    values.push(Buffer.from(piece.bytes).toString());
    pieces.push(piece);
  }
  return { values, pieces, cut: end.cut, sawContainer: splitter.sawContainer };
}

describe('finds the values', () => {
  test.each<[string, string, string[]]>([
    ['of a log file', '{"Records":[{"a":1},{"b":2}]}', ['{"a":1}', '{"b":2}']],
    ['of an empty log file', '{"Records":[]}', []],
    ['behind other keys', '{"x":{"Records":[1]},"y":"Records","Records":[{"a":1}]}', ['{"a":1}']],
    ['of a container behind a container', '{"Records":[{"a":1}],"Events":[{"b":2}]}', ['{"a":1}', '{"b":2}']],
    ['and passes over what follows the container', '{"Records":[{"a":1}],"Next":{"b":[2]}}', ['{"a":1}']],
    ['of an array', '[{"a":1}, 2, "x,]", null]', ['{"a":1}', '2', '"x,]"', 'null']],
    ['of JSON lines', '{"a":1}\n{"b":2}\n', ['{"a":1}', '{"b":2}']],
    [
      'of lines with garbage and an odd quote between them',
      '{"a":1}\nisn"t json\n{"b":2}',
      ['{"a":1}', 'isn"t json', '{"b":2}'],
    ],
    ['of a single record', '{"eventName":"X","Resources":[1]}', ['{"eventName":"X","Resources":[1]}']],
    [
      'whose strings hold brackets, quotes and backslashes',
      '{"Records":[{"a":"}]\\"{[\\\\"},{"b":"\\\\\\""}]}',
      ['{"a":"}]\\"{[\\\\"}', '{"b":"\\\\\\""}'],
    ],
    ['whose nested key is named like a container', '{"Records":[{"Records":[{"a":1}]}]}', ['{"Records":[{"a":1}]}']],
    ['behind a byte order mark', '\uFEFF{"Records":[{"a":1}]}', ['{"a":1}']],
    ['with white space everywhere', ' { "Records" : [ { "a" : 1 } , { } ] } ', ['{ "a" : 1 }', '{ }']],
    ['of several top-level objects', '{"Records":[{"a":1}]}{"Records":[{"b":2}]}', ['{"a":1}', '{"b":2}']],
  ])('%s', (_name, text, expected) => {
    const whole = split(text);
    expect(whole.values).toEqual(expected);
    expect(whole.cut).toBe(false);
    // Wherever the chunks end, the values are the same.
    for (let size = 1; size <= Math.min(text.length, 40); size++) expect(split(text, size).values).toEqual(expected);
  });
});

test('the values of any JSON are those that JSON.parse finds, whatever the chunks', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue(), { maxLength: 8 }),
      fc.integer({ min: 1, max: 64 }),
      fc.boolean(),
      (values, size, pretty) => {
        const text = JSON.stringify({ before: values, Records: values }, undefined, pretty ? 2 : undefined);
        const found = split(text, size);
        expect(found.values.map((value) => JSON.parse(value) as unknown)).toEqual(JSON.parse(JSON.stringify(values)));
        expect(found.cut).toBe(false);
      },
    ),
    { numRuns: 500 },
  );
});

test('a prefix of a log file gives only whole records, and is cut', () => {
  const text = '{"Records":[{"a":"é"},{"b":[1,{"c":"\\""}]},{"d":null}]}';
  const all = split(text).values;
  const bytes = Buffer.from(text);
  for (let length = 1; length < bytes.length; length++) {
    const found = split(bytes.subarray(0, length));
    expect(found.cut).toBe(true);
    expect(all.slice(0, found.values.length)).toEqual(found.values);
  }
});

describe('a value that is too large', () => {
  const record = (length: number) => `{"a":"${'x'.repeat(length - 8)}"}`;

  test.each([
    [99, false],
    [100, false],
    [101, true],
  ])('of %d bytes at a limit of 100', (length, oversize) => {
    for (const size of [1, 7, 64, 1 << 20]) {
      const { pieces } = split(`{"Records":[{"n":1},${record(length)},{"n":2}]}`, size, 100);
      expect(pieces.map((piece) => piece.oversize)).toEqual([false, oversize, false]);
    }
  });
});

test('counts the levels of a value', () => {
  const { pieces } = split(`{"Records":[{}, {"a":[{}]}, ${'['.repeat(500)}${']'.repeat(500)}]}`);
  expect(pieces.map(({ depth }) => depth)).toEqual([1, 3, 500]);
});

test('knows where a value stands', () => {
  const { pieces } = split('{"Records":[{"a":1},{"b":2}]}', 3);
  expect(pieces.map(({ index, offset }) => [index, offset])).toEqual([
    [0, 12],
    [1, 20],
  ]);
});
