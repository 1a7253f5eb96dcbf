import { gzipSync } from 'node:zlib';
import type { Cutter } from '../../src/decode/cutter.ts';
import {
  LIMITS,
  type Limits,
  MAX_INFLATED_BYTES,
  MAX_OBJECT_BYTES,
  MAX_RATIO,
  piecesOf,
  RATIO_FROM_BYTES,
} from '../../src/decode/inflate.ts';
import { JsonSplitter } from '../../src/decode/json-splitter.ts';
import { LOG_OBJECT, type LogItem, MAX_RECORD_BYTES, readLogObject } from '../../src/decode/log-object.ts';
import type { Piece } from '../../src/decode/piece.ts';

const WIDE: Limits = { objectBytes: 1e9, inflatedBytes: 1e9, ratio: 1e9, ratioFromBytes: 0 };

/** More than what is taken as a whole. */
const LONG = Buffer.alloc(4 * 1024 * 1024 + 1, ' ');

async function* streamOf(...chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

const piece = (index: number, more: Partial<Piece> = {}): Piece => ({
  bytes: Buffer.from('{}'),
  index,
  offset: index * 10,
  depth: 1,
  within: 'container',
  oversize: false,
  ...more,
});

/** A cutter that says what it is told to say, at each push, and what was done with it. */
function acting(
  script: readonly { readonly pieces?: Piece[]; readonly passed?: number }[],
  more: Partial<Cutter> = {},
) {
  const done: string[] = [];
  const acts = [...script];
  const cutter = {
    isForeign: false,
    sawContainer: true,
    passed: 0,
    push(chunk: Uint8Array) {
      done.push(`push ${chunk.length > 9 ? chunk.length : Buffer.from(chunk).toString()}`);
      const { pieces = [], passed = 0 } = acts.shift() ?? {};
      cutter.passed += passed;
      return pieces;
    },
    end: () => ({ pieces: [] as Piece[], cut: false }),
    readWhole: (bytes: Uint8Array): ReturnType<Cutter['readWhole']> => {
      done.push(`whole ${bytes.length}`);
      return undefined;
    },
    close: () => void done.push('close'),
    ...more,
  };
  return { cutter, done };
}

async function read(source: AsyncIterable<Uint8Array>, cutter?: Cutter, limits?: Limits) {
  const batches: LogItem[][] = [];
  for await (const batch of readLogObject(source, cutter, limits)) batches.push(batch);
  return batches;
}
const failing = async (source: AsyncIterable<Uint8Array>, cutter?: Cutter, limits?: Limits) =>
  (await read(source, cutter, limits))
    .flat()
    .flatMap((item) =>
      item.kind === 'failed' ? [`${item.failure.next} ${item.failure.reason}: ${item.failure.detail}`] : [],
    );

const NOT_A_LOG = 'reject not-a-log-file: expected {"Records":[…]}, found something else';

test('the limits', () => {
  expect(LIMITS).toEqual({
    objectBytes: 52_428_800,
    inflatedBytes: 2_147_483_648,
    ratio: 200,
    ratioFromBytes: 268_435_456,
  });
  expect(LIMITS).toEqual({
    objectBytes: MAX_OBJECT_BYTES,
    inflatedBytes: MAX_INFLATED_BYTES,
    ratio: MAX_RATIO,
    ratioFromBytes: RATIO_FROM_BYTES,
  });
  expect([MAX_RECORD_BYTES, LOG_OBJECT.maxBytes]).toEqual([1_048_576, 1_048_576]);
});

test.each<[string, string | Uint8Array, readonly unknown[]]>([
  ['a log file', '{"Records":[{}]}', []],
  ['nothing', '', ['reject empty: the object has no content']],
  ['a gzip of nothing', gzipSync(''), ['reject empty: the object has no content']],
  ['an array', '[{}]', [NOT_A_LOG]],
  ['a text', 'hello', [NOT_A_LOG]],
  ['a text with a line end', 'hello\n', [NOT_A_LOG]],
  ['another object', '{"a":1}', [NOT_A_LOG]],
  ['blanks', ' ', [NOT_A_LOG]],
  ['a log file that is cut', '{"Records":[{},', ['reject json-cut: the JSON ends inside a value, after 15 bytes']],
  ['an object that is cut', '{"a":', ['reject json-cut: the JSON ends inside a value, after 5 bytes']],
  ['a line that is cut', '"a', [NOT_A_LOG]],
  ['a text behind the records', '{"Records":[{}]}\nx', [NOT_A_LOG]],
  ['half of the mark of a gzip', Buffer.from([0x1f]), [NOT_A_LOG]],
  ['what begins like a gzip', Buffer.from([0x1f, 0x30]), [NOT_A_LOG]],
  ['what goes on like a gzip', Buffer.from([0x30, 0x8b]), [NOT_A_LOG]],
  [
    'a gzip of another kind',
    Buffer.from([0x1f, 0x8b, 0x09]),
    [expect.stringMatching(/^reject gzip-cut: .*unexpected end of file$/)],
  ],
  [
    'a gzip that is cut',
    gzipSync('{"Records":[]}').subarray(0, 12),
    [expect.stringMatching(/^reject gzip-cut: .*unexpected end of file$/)],
  ],
  [
    'a gzip whose method is unknown',
    Buffer.concat([Buffer.from([0x1f, 0x8b, 0x09]), Buffer.alloc(20)]),
    [expect.stringMatching(/^reject gzip-corrupt: .*unknown compression method$/)],
  ],
])('%s', async (_name, bytes, expected) => {
  expect(await failing(streamOf(bytes))).toEqual(expected);
  const each = [...Buffer.from(bytes)].map((byte) => Buffer.from([byte]));
  expect(await failing(streamOf(...each))).toEqual(expected);
});

test('without a stream there is nothing', async () => {
  expect(await failing(streamOf())).toEqual(['reject empty: the object has no content']);
  expect(await failing(streamOf('', '', ''))).toEqual(['reject empty: the object has no content']);
});

test('a record that is too large says which, and where', async () => {
  const large = `{"a":"${'x'.repeat(MAX_RECORD_BYTES)}"}`;
  expect(await failing(streamOf(`{"Records":[{},${large},{}]}`))).toEqual([
    'reject record-too-large: record 1 at byte 15: more than 1048576 bytes',
  ]);
});

test.each<[string, unknown, string]>([
  ['an error', new Error('socket hang up'), 'socket hang up'],
  ['a text', 'gone', 'gone'],
])('a stream that breaks with %s is to be read again', async (_name, thrown, detail) => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"Records":[');
    throw thrown;
  }
  expect(await failing(broken())).toEqual([`retry object-read-failed: ${detail}`]);
});

test.each<[string, Partial<Limits>, string | undefined]>([
  ['as many bytes as may be', { objectBytes: 16 }, undefined],
  ['one more', { objectBytes: 15 }, 'reject object-too-large: more than 15 bytes'],
  ['as many after decompression', { inflatedBytes: 16 }, undefined],
  ['one more after it', { inflatedBytes: 15 }, 'reject inflates-too-much: 16 bytes after decompression of 16'],
  ['as many for one', { ratio: 1 }, undefined],
  ['more for one', { ratio: 0.9 }, 'reject inflates-too-much: 16 bytes after decompression of 16'],
  ['more for one, in a small file', { ratio: 0.9, ratioFromBytes: 16 }, undefined],
  [
    'more for one, in a larger file',
    { ratio: 0.9, ratioFromBytes: 15 },
    'reject inflates-too-much: 16 bytes after decompression of 16',
  ],
])('%s', async (_name, limits, expected) => {
  const file = '{"Records":[{}]}';
  const failures = expected === undefined ? [] : [expected];
  const all = { ...WIDE, ...limits };
  expect(await failing(streamOf(file), undefined, all)).toEqual(failures);
  const whole = { pieces: [[piece(0)]], inflated: 16 };
  const { cutter } = acting([], { readWhole: () => whole });
  expect(await failing(streamOf(file), cutter, all)).toEqual(failures);
});

describe('what a cutter says is handed on', () => {
  test('records, and how many were passed over, batch by batch', async () => {
    const { cutter, done } = acting([
      { pieces: [piece(0), piece(1)], passed: 3 },
      {},
      { passed: 2 },
      { pieces: [piece(2)] },
    ]);
    expect(await read(streamOf(LONG, 'b', 'c', 'd'), cutter)).toEqual([
      [
        { kind: 'record', piece: piece(0) },
        { kind: 'record', piece: piece(1) },
        { kind: 'passed', records: 3 },
      ],
      [{ kind: 'passed', records: 2 }],
      [{ kind: 'record', piece: piece(2) }],
    ]);
    expect(done).toEqual([`push ${LONG.length}`, 'push b', 'push c', 'push d', 'close']);
  });

  test('what it passed over until the end', async () => {
    const { cutter } = acting([{ passed: 1 }]);
    const late: Cutter = {
      ...cutter,
      get passed() {
        return cutter.passed;
      },
      end: () => {
        cutter.passed += 4;
        return { pieces: [piece(7)], cut: true };
      },
    };
    expect(await read(streamOf('x'), late)).toEqual([
      [{ kind: 'passed', records: 1 }],
      [
        { kind: 'record', piece: piece(7) },
        { kind: 'passed', records: 4 },
        {
          kind: 'failed',
          failure: { next: 'reject', reason: 'json-cut', detail: 'the JSON ends inside a value, after 1 bytes' },
        },
      ],
    ]);
  });

  test.each<[string, Partial<Cutter>, readonly string[]]>([
    ['that saw no container', { sawContainer: false }, [NOT_A_LOG]],
    ['that is foreign', { isForeign: true }, [NOT_A_LOG]],
    ['that ends with a line', { end: () => ({ pieces: [piece(0, { within: 'sequence' })], cut: false }) }, [NOT_A_LOG]],
    [
      'that ends inside a value',
      { end: () => ({ pieces: [], cut: true }) },
      ['reject json-cut: the JSON ends inside a value, after 1 bytes'],
    ],
  ])('of one %s', async (_name, more, expected) => {
    const { cutter, done } = acting([], more);
    expect(await failing(streamOf('x'), cutter)).toEqual(expected);
    expect(done.at(-1)).toBe('close');
  });

  test.each(['array', 'sequence'] as const)('a value in an %s ends the reading', async (within) => {
    const { cutter, done } = acting([{ pieces: [piece(0), piece(1, { within })] }]);
    expect(await read(streamOf('x'), cutter)).toEqual([
      [
        {
          kind: 'failed',
          failure: {
            next: 'reject',
            reason: 'not-a-log-file',
            detail: 'expected {"Records":[…]}, found something else',
          },
        },
      ],
    ]);
    expect(done).toEqual(['whole 1', 'push x', 'close']);
  });

  test('a cutter that throws is a damage, and is closed', async () => {
    const { cutter, done } = acting([], {
      push: () => {
        throw new Error('broken');
      },
    });
    expect(await failing(streamOf('x'), cutter)).toEqual(['reject gzip-corrupt: broken']);
    expect(done).toEqual(['whole 1', 'close']);
  });
});

describe('a stream', () => {
  const cut = async (source: AsyncIterable<Uint8Array>, cutter: Cutter) => {
    const sizes: number[] = [];
    for await (const { inflated } of piecesOf(source, cutter)) sizes.push(inflated);
    return sizes;
  };

  test('that is short is offered as a whole, and pushed where that is refused', async () => {
    const { cutter, done } = acting([]);
    expect(await cut(streamOf('ab', '', 'c'), cutter)).toEqual([3]);
    expect(done).toEqual(['whole 3', 'push abc']);
  });

  test('that is empty is not offered', async () => {
    const { cutter, done } = acting([]);
    expect(await cut(streamOf(), cutter)).toEqual([]);
    expect(done).toEqual([]);
  });

  test('that is read as a whole is not pushed', async () => {
    const whole = { pieces: [[piece(0)], [], [piece(1)]], inflated: 9 };
    const { cutter, done } = acting([], { readWhole: () => whole });
    const cuts = [];
    for await (const one of piecesOf(streamOf('abc'), cutter)) cuts.push(one);
    expect(cuts).toEqual(whole.pieces.map((pieces) => ({ pieces, inflated: 9 })));
    expect(done).toEqual([]);
  });

  test.each([
    [LONG.length - 2, true],
    [LONG.length - 1, true],
    [LONG.length, false],
  ])('of %d bytes is offered as a whole: %s', async (length, whole) => {
    const { cutter, done } = acting([]);
    expect(await cut(streamOf(LONG.subarray(0, length)), cutter)).toEqual([length]);
    expect(done).toEqual([...(whole ? [`whole ${length}`] : []), `push ${length}`]);
  });

  test('that is longer is pushed as it comes', async () => {
    const { cutter, done } = acting([]);
    expect(await cut(streamOf(LONG.subarray(2), 'a', 'b', 'cd', 'efg'), cutter)).toEqual(
      [0, 2, 5].map((more) => LONG.length + more),
    );
    expect(done).toEqual([`push ${LONG.length}`, 'push cd', 'push efg']);
  });
});

test('by default it is cut as a log object', async () => {
  const file = streamOf('{"Records":[{"a":1}]}');
  expect(await read(file)).toEqual(await read(streamOf('{"Records":[{"a":1}]}'), new JsonSplitter(LOG_OBJECT)));
});
