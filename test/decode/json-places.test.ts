import { JsonSplitter } from '../../src/decode/json-splitter.ts';
import type { Piece } from '../../src/decode/piece.ts';

const optionsWith = (maxBytes: number) => ({ containers: new Set(['Records']), maxBytes });
const RECORD = '{"a":1}';

const said = ({ bytes, index, offset, depth, within, oversize }: Piece): string =>
  `${within} ${index} at ${offset}, ${depth} deep: ${oversize ? `too large, ${bytes.length}` : Buffer.from(bytes).toString()}`;

/** All that is told of a text that comes in pieces of this size. */
function told(text: string | Uint8Array, size: number, splitter = new JsonSplitter(optionsWith(1000))) {
  const bytes = Buffer.from(text);
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    pieces.push(...splitter.push(Buffer.from(bytes.subarray(at, at + size))).map(said));
  }
  const foreign = splitter.isForeign;
  const end = splitter.end();
  return { pieces: [...pieces, ...end.pieces.map(said)], cut: end.cut, foreign, container: splitter.sawContainer };
}
const SIZES = [1, 2, 3, 5, 8, 13, 1000];

describe.each<[string, string | Uint8Array, readonly string[]]>([
  ['nothing', '', []],
  ['blanks', ' \t\r\n', []],
  [
    'a file',
    `{"Records":[${RECORD},${RECORD}]}`,
    [`container 0 at 12, 1 deep: ${RECORD}`, `container 1 at 20, 1 deep: ${RECORD}`],
  ],
  [
    'a file with every kind of blank',
    `\r\n\t {\r\n\t "Records"\r\n\t :\r\n\t [\r\n\t ${RECORD}\r\n\t ,\r\n\t ${RECORD}\r\n\t ]\r\n\t }\r\n\t `,
    [`container 0 at 32, 1 deep: ${RECORD}`, `container 1 at 48, 1 deep: ${RECORD}`],
  ],
  [
    'a list of records and others',
    '{"Records":[1,"a,]",null ,[[]],{"b":[{}]}]}',
    [
      'container 0 at 12, 0 deep: 1',
      'container 1 at 14, 0 deep: "a,]"',
      'container 2 at 20, 0 deep: null ',
      'container 3 at 26, 2 deep: [[]]',
      'container 4 at 31, 3 deep: {"b":[{}]}',
    ],
  ],
  [
    'a list',
    `[${RECORD}, [2],3 ,"x"]`,
    [
      `array 0 at 1, 1 deep: ${RECORD}`,
      'array 1 at 10, 1 deep: [2]',
      'array 2 at 14, 0 deep: 3 ',
      'array 3 at 17, 0 deep: "x"',
    ],
  ],
  [
    'lines',
    `${RECORD}\n1\n"a"\n\n\t2 \n${RECORD}`,
    [
      `sequence 0 at 0, 1 deep: ${RECORD}`,
      'sequence 1 at 8, 0 deep: 1',
      'sequence 2 at 10, 0 deep: "a"',
      'sequence 3 at 16, 0 deep: 2 ',
      `sequence 4 at 19, 1 deep: ${RECORD}`,
    ],
  ],
  ['a line without an end', `${RECORD}\n12`, [`sequence 0 at 0, 1 deep: ${RECORD}`, 'sequence 1 at 8, 0 deep: 12']],
  [
    'lines of brackets that close nothing',
    `}\n]\n${RECORD}`,
    ['sequence 0 at 0, 0 deep: }', 'sequence 1 at 2, 0 deep: ]', `sequence 2 at 4, 1 deep: ${RECORD}`],
  ],
  [
    'commas and colons between values',
    `,:${RECORD},:${RECORD}`,
    [`sequence 0 at 2, 1 deep: ${RECORD}`, `sequence 1 at 11, 1 deep: ${RECORD}`],
  ],
  [
    'an odd quote in a line',
    `a"b\\"c\n${RECORD}\n`,
    ['sequence 0 at 0, 0 deep: a"b\\"c', `sequence 1 at 7, 1 deep: ${RECORD}`],
  ],
  ['a byte order mark', `\ufeff${RECORD}`, [`sequence 0 at 3, 1 deep: ${RECORD}`]],
  ['a byte order mark before a text', '\ufeff1', ['sequence 0 at 3, 0 deep: 1']],
  ['a byte order mark in the second place', '\n\ufeff1', ['sequence 0 at 1, 0 deep: \ufeff1']],
  [
    'a byte order mark behind a value',
    `${RECORD}\ufeff1`,
    [`sequence 0 at 0, 1 deep: ${RECORD}`, 'sequence 1 at 7, 0 deep: \ufeff1'],
  ],
  ['the middle of a byte order mark', Buffer.from([0xbb, 0x31]), ['sequence 0 at 0, 0 deep: \ufffd1']],
  ['the end of a byte order mark', Buffer.from([0x20, 0xbf, 0x31]), ['sequence 0 at 1, 0 deep: \ufffd1']],
  ['a container that is not at the top', '{"x":{"Records":[1]}}', ['sequence 0 at 0, 3 deep: {"x":{"Records":[1]}}']],
  ['a container that is no list', '{"Records":{"a":[1]}}', ['sequence 0 at 0, 3 deep: {"Records":{"a":[1]}}']],
  [
    'a container whose name is a value',
    '{"x":"Records","y":[1]}',
    ['sequence 0 at 0, 2 deep: {"x":"Records","y":[1]}'],
  ],
  [
    'a key that begins like a container',
    '{"Recordsxxxxxxxxxxxx":[1]}',
    ['sequence 0 at 0, 2 deep: {"Recordsxxxxxxxxxxxx":[1]}'],
  ],
  [
    'two containers',
    `{"Records":[1],"x":[2],"Records":[3]}`,
    ['container 0 at 12, 0 deep: 1', 'container 1 at 34, 0 deep: 3'],
  ],
  ['a list behind a container', `{"Records":[],"x":{"y":[1]}}[4]`, ['array 0 at 29, 0 deep: 4']],
])('%s', (_name, text, expected) => {
  test.each(SIZES)('in pieces of %d bytes', (size) => {
    expect(told(text, size).pieces).toEqual(expected);
  });
});

test.each<[string, boolean, boolean, boolean]>([
  ['', false, false, false],
  ['{', false, false, true],
  ['{}', false, false, false],
  ['{"Records"', false, false, true],
  ['{"Records":[', false, true, true],
  ['{"Records":[{', false, true, true],
  ['{"Records":[1', false, true, true],
  ['{"Records":["1', false, true, true],
  ['{"Records":[]', false, true, true],
  ['{"Records":[]}', false, true, false],
  ['{"Records":[]} x', true, true, false],
  ['[', true, false, true],
  ['[]', false, false, false],
  ['[1', true, false, true],
  ['1', true, false, false],
  ['x\n', false, false, false],
  ['"x', true, false, true],
  ['"x"', true, false, false],
])('of %s: is it foreign %s, was there a container %s, is it cut %s', (text, foreign, container, cut) => {
  for (const size of SIZES) {
    expect(told(text, size)).toMatchObject({ foreign, container, cut });
  }
});

test.each([
  ['1', ['sequence 0 at 0, 0 deep: 1']],
  ['"x', ['sequence 0 at 0, 0 deep: "x']],
  ['{"a"', []],
  ['[1', []],
  ['{"Records":[1', []],
])('what is left of %s at its end', (text, expected) => {
  expect(told(text, 1000).pieces).toEqual(expected);
});

describe.each([9, 10, 11])('at a limit of ten bytes, a value of %d', (length) => {
  const text = `"${'x'.repeat(length - 2)}"`;
  const object = `{"${'x'.repeat(length - 6)}":1}`;
  const large = length > 10;
  const value = (what: string) => (large ? 'too large, 0' : what);

  test.each(SIZES)('in pieces of %d bytes', (size) => {
    const of = (whole: string) => told(whole, size, new JsonSplitter(optionsWith(10))).pieces;
    expect(of(`{"Records":[1,${object},2]}`)).toEqual([
      'container 0 at 12, 0 deep: 1',
      `container 1 at 14, 1 deep: ${value(object)}`,
      `container 2 at ${15 + length}, 0 deep: 2`,
    ]);
    expect(of(`[1,${text},2]`)).toEqual([
      'array 0 at 1, 0 deep: 1',
      `array 1 at 3, 0 deep: ${value(text)}`,
      `array 2 at ${4 + length}, 0 deep: 2`,
    ]);
    expect(of(`1\n${text}\n2\n`)).toEqual([
      'sequence 0 at 0, 0 deep: 1',
      `sequence 1 at 2, 0 deep: ${value(text)}`,
      `sequence 2 at ${3 + length}, 0 deep: 2`,
    ]);
    expect(of(`1\n${text}`)).toEqual(['sequence 0 at 0, 0 deep: 1', `sequence 1 at 2, 0 deep: ${value(text)}`]);
    expect(of(`${object}${object}`)).toEqual([
      `sequence 0 at 0, 1 deep: ${value(object)}`,
      `sequence 1 at ${length}, 1 deep: ${value(object)}`,
    ]);
  });
});

test.each(SIZES)(
  'an object that is larger than a value may be, before its container, in pieces of %d bytes',
  (size) => {
    const before = `{"x":"${'y'.repeat(100)}",`;
    const { pieces } = told(`${before}"Records":[${RECORD}]}`, size, new JsonSplitter(optionsWith(10)));
    expect(pieces).toEqual([`container 0 at ${before.length + 11}, 1 deep: ${RECORD}`]);
  },
);

test.each(SIZES)('it goes on inside a container, in pieces of %d bytes', (size) => {
  const splitter = new JsonSplitter(optionsWith(1000), { records: 5, offset: 100 });
  expect(splitter.sawContainer).toBe(true);
  expect(told(`,${RECORD},[1]],"Records":[2]}`, size, splitter)).toEqual({
    pieces: [
      `container 5 at 101, 1 deep: ${RECORD}`,
      'container 6 at 109, 1 deep: [1]',
      'container 7 at 125, 0 deep: 2',
    ],
    cut: false,
    foreign: false,
    container: true,
  });
});

test('it passes over nothing, and reads nothing as a whole', () => {
  const splitter = new JsonSplitter(optionsWith(10));
  splitter.push(Buffer.from(`{"Records":[${RECORD}]}`));
  expect([splitter.passed, splitter.readWhole()]).toEqual([0, undefined]);
});
