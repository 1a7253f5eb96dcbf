import { randomBytes } from 'node:crypto';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import type { Cutter } from '../../src/decode/cutter.ts';
import type { Limits } from '../../src/decode/inflate.ts';
import { JsonSplitter } from '../../src/decode/json-splitter.ts';
import { LOG_OBJECT, type LogItem, MAX_RECORD_BYTES, readLogObject } from '../../src/decode/log-object.ts';
import { once } from '../../src/once.ts';
import { readRecord } from '../../src/record/read-record.ts';
import { Sieves } from '../../src/sieve/sieves.ts';
import { ruleOf } from '../sieve/rule-of.ts';
import { WASM } from '../sieve/wasm.ts';

const RECORD = { eventVersion: '1.11', eventSource: 's3.amazonaws.com', eventName: 'GetObject', eventID: '1' };
const file = (records: readonly unknown[]) => Buffer.from(JSON.stringify({ Records: records }));

async function* chunks(bytes: Uint8Array, size = 4096): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A keyword may be anywhere in a record, so nothing is passed over. */
const KEYWORD = { dialect: 'sigma', path: [], op: 'contains', value: 'x' } as const;
const sieves = new Sieves(WASM, { rules: [ruleOf('keyword', KEYWORD)], fields: [], memory: [] });

/** What takes long to compress, once for both cutters. */
const ZEROS = once(() => gzipSync(Buffer.alloc(200 * 1024 * 1024)));
const BLANKS = once(() => bomb('{"Records":[', ' ', 32 * 1024 * 1024));
const ENDLESS = once(() => bomb('{"Records":[{"a":"', 'x', 32 * 1024 * 1024));

describe.each<[string, () => Cutter]>([
  ['read by the splitter', () => new JsonSplitter(LOG_OBJECT)],
  ['read by the sieve', () => sieves.open(LOG_OBJECT)],
])('%s', (_cutter, open) => {
  async function read(source: AsyncIterable<Uint8Array>, limits?: Limits) {
    const items: LogItem[] = [];
    // The bytes of a piece are a view that the next chunk may overwrite, so they are read at once.
    const records: string[] = [];
    for await (const batch of readLogObject(source, open(), limits)) {
      for (const item of batch) {
        items.push(item);
        if (item.kind === 'record') {
          const record = readRecord(item.piece.bytes, item.piece.depth);
          records.push(record.ok ? record.value.id : record.failure.reason);
        }
      }
    }
    const failures = items.flatMap((item) =>
      item.kind === 'failed' ? [`${item.failure.next} ${item.failure.reason}`] : [],
    );
    return { records, failures };
  }

  test.each([
    ['gzipped', gzipSync(file([RECORD, { ...RECORD, eventID: '2' }]))],
    ['plain', file([RECORD, { ...RECORD, eventID: '2' }])],
    [
      'in two gzip members',
      Buffer.concat([
        gzipSync('{"Records":['),
        gzipSync(`${JSON.stringify(RECORD)},${JSON.stringify({ ...RECORD, eventID: '2' })}]}`),
      ]),
    ],
  ])('reads a log file, %s', async (_name, bytes) => {
    expect(await read(chunks(bytes, 7))).toEqual({ records: ['1', '2'], failures: [] });
  });

  test('what was decompressed before a damage is given out', async () => {
    const records = Array.from({ length: 2000 }, (_, i) => ({
      ...RECORD,
      eventID: String(i),
      padding: randomBytes(400).toString('hex'),
    }));
    const whole = gzipSync(file(records));
    const { records: read_, failures } = await read(chunks(whole.subarray(0, whole.length / 2)));
    expect(read_.length).toBeGreaterThan(500);
    expect(read_).toEqual(read_.map((_, i) => String(i)));
    expect(failures).toEqual(['reject gzip-cut']);
  });

  describe('bad input has a name', () => {
    const good = gzipSync(file([RECORD, { ...RECORD, eventID: '2' }]));
    const flipped = Buffer.from(good);
    flipped[good.length - 6] = (flipped[good.length - 6] as number) ^ 1;
    const cutJson = file([RECORD, RECORD]).subarray(0, -10);
    const deep = `{"Records":[{"eventVersion":"1.11","eventSource":"s3.amazonaws.com","eventName":"A","eventID":"deep","requestParameters":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}`;

    test.each<[string, Uint8Array | (() => Uint8Array), string[], string[]]>([
      ['an empty object', Buffer.alloc(0), [], ['reject empty']],
      ['an empty gzip', gzipSync(''), [], ['reject empty']],
      ['a cut gzip', good.subarray(0, -12), ['1'], ['reject gzip-cut']],
      ['a gzip whose checksum is wrong', flipped, [], ['reject gzip-corrupt']],
      ['zeros behind the gzip', Buffer.concat([good, Buffer.alloc(512)]), ['1', '2'], []],
      ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), file([RECORD])]), ['1'], []],
      ['UTF-16', Buffer.from(`\ufeff${file([RECORD]).toString()}`, 'utf16le'), [], ['reject not-a-log-file']],
      [
        'bytes that are no UTF-8',
        Buffer.concat([
          Buffer.from('{"Records":[{"eventVersion":"1","eventSource":"a","eventName":"b","eventID":"u'),
          Buffer.from([0xff]),
          Buffer.from('"}]}'),
        ]),
        ['u\ufffd'],
        [],
      ],
      [
        'a lone surrogate',
        Buffer.from('{"Records":[{"eventVersion":"1","eventSource":"a","eventName":"b","eventID":"\\ud800"}]}'),
        ['\ud800'],
        [],
      ],
      [
        'a key twice: the last counts',
        Buffer.from('{"Records":[{"eventVersion":"1","eventSource":"a","eventName":"b","eventID":"x","eventID":"y"}]}'),
        ['y'],
        [],
      ],
      ['garbage behind the gzip', Buffer.concat([good, Buffer.from('garbage')]), [], ['reject gzip-corrupt']],
      ['JSON cut in the middle', gzipSync(cutJson), ['1'], ['reject json-cut']],
      ['200 MiB of zeros', ZEROS, [], ['reject not-a-log-file']],
      ['32 MiB of blanks in the list', BLANKS, [], ['reject json-cut']],
      ['a record of 32 MiB', ENDLESS, [], ['reject json-cut']],
      ['a record nested 50,000 deep', gzipSync(deep), ['deep'], []],
      [
        'a record with __proto__ keys',
        gzipSync(
          '{"Records":[{"eventVersion":"1","eventSource":"a","eventName":"b","eventID":"p","__proto__":{"polluted":true}}]}',
        ),
        ['p'],
        [],
      ],
      [
        'a record that is too large among others',
        gzipSync(file([RECORD, { a: 'x'.repeat(MAX_RECORD_BYTES) }, { ...RECORD, eventID: '2' }])),
        ['1', '2'],
        ['reject record-too-large'],
      ],
      [
        'a record that is not JSON among others',
        gzipSync(`{"Records":[${JSON.stringify(RECORD)},{"a":01},${JSON.stringify(RECORD)}]}`),
        ['1', 'not-json', '1'],
        [],
      ],
      ['an array', gzipSync(JSON.stringify([RECORD])), [], ['reject not-a-log-file']],
      ['another object', gzipSync('{"digestS3Bucket":"b"}'), [], ['reject not-a-log-file']],
      ['a text', gzipSync('hello world\n'), [], ['reject not-a-log-file']],
    ])('%s', async (_name, bytes, records, failures) => {
      const made = typeof bytes === 'function' ? bytes() : bytes;
      expect(await read(chunks(made))).toEqual({ records, failures });
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    });
  });

  test('a connection that breaks is a retry, not a damaged file', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield gzipSync(file([RECORD])).subarray(0, 20);
      throw new Error('socket hang up');
    }
    expect(await read(broken())).toEqual({ records: [], failures: ['retry object-read-failed'] });
  });

  describe('limits', () => {
    const text = file([RECORD, { ...RECORD, eventID: '2', userAgent: 'x'.repeat(20_000) }]);
    const packed = gzipSync(text);
    const wide: Limits = { objectBytes: 1e9, inflatedBytes: 1e9, ratio: 1e9, ratioFromBytes: 0 };

    test.each([
      ['compressed bytes', { objectBytes: packed.length - 1 }, 'reject object-too-large'],
      ['compressed bytes', { objectBytes: packed.length }, undefined],
      ['compressed bytes', { objectBytes: packed.length + 1 }, undefined],
      ['decompressed bytes', { inflatedBytes: text.length - 1 }, 'reject inflates-too-much'],
      ['decompressed bytes', { inflatedBytes: text.length }, undefined],
      ['decompressed bytes', { inflatedBytes: text.length + 1 }, undefined],
      ['the ratio', { ratio: Math.floor(text.length / packed.length) }, 'reject inflates-too-much'],
      ['the ratio', { ratio: Math.ceil(text.length / packed.length) }, undefined],
      ['the ratio, from a size on', { ratio: 2, ratioFromBytes: text.length - 1 }, 'reject inflates-too-much'],
      ['the ratio, from a size on', { ratio: 2, ratioFromBytes: text.length }, undefined],
    ])('of %s, %j: %s', async (_name, limits, failure) => {
      const { failures } = await read(chunks(packed), { ...wide, ...limits });
      expect(failures).toEqual(failure === undefined ? [] : [failure]);
    });

    test('more text than V8 holds in one string is read record by record', async () => {
      const one = { ...RECORD, userAgent: 'x'.repeat(8_000) };
      const part = `${JSON.stringify(one)},`.repeat(500);
      const members = [
        gzipSync('{"Records":['),
        ...Array<Buffer>(140).fill(gzipSync(part)),
        gzipSync(`${JSON.stringify(one)}]}`),
      ];
      // Only counted: what is in a record is not this test's business.
      let records = 0;
      const failures: LogItem[] = [];
      const limits = { ...wide, inflatedBytes: 2 ** 31 };
      for await (const batch of readLogObject(chunks(Buffer.concat(members), 65_536), open(), limits)) {
        for (const item of batch) {
          if (item.kind === 'record') records++;
          else failures.push(item);
        }
      }
      expect(part.length * 140).toBeGreaterThan(536_870_888);
      expect([records, failures]).toEqual([70_001, []]);
    });
  });

  describe('a file that was damaged', () => {
    const records = Array.from({ length: 6 }, (_, i) => ({
      ...RECORD,
      eventID: String(i),
      pad: randomBytes(40).toString('hex'),
    }));
    const ids = records.map(({ eventID }) => eventID);
    const whole = gzipSync(file(records));

    test('is never taken for a whole one, wherever it was cut', async () => {
      for (let length = 0; length < whole.length; length++) {
        const { records: found, failures } = await read(chunks(whole.subarray(0, length)));
        expect([length, failures.length]).toEqual([length, 1]);
        expect(ids.slice(0, found.length)).toEqual(found);
      }
    });

    test('is refused, or was read right, whichever bit was flipped', async () => {
      for (let bit = 0; bit < whole.length * 8; bit += 3) {
        const flipped = Buffer.from(whole);
        flipped[bit >> 3] = (flipped[bit >> 3] as number) ^ (1 << (bit & 7));
        const { records: found, failures } = await read(chunks(flipped));
        if (failures.length === 0) expect([bit, found]).toEqual([bit, ids]);
      }
    });
  });
});

/** A gzip of a text and a character repeated, made without holding it in memory: deflate of one block, repeated. */
function bomb(start: string, fill: string, length: number): Uint8Array {
  const text = Buffer.concat([Buffer.from(start), Buffer.alloc(length, fill)]);
  const header = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(text), 0);
  trailer.writeUInt32LE(text.length % 2 ** 32, 4);
  return Buffer.concat([header, deflateRawSync(text), trailer]);
}
