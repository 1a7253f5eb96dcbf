import { bases } from '../../bench/sieve/bases.ts';
import { Chance } from '../../bench/sieve/chance.ts';
import { FieldTree } from '../../src/sieve/cells/fields.ts';
import { Scanner } from '../../src/sieve/cells/scanner.ts';
import { WASM } from './wasm.ts';

const scanner = new Scanner(new WebAssembly.Module(WASM), new FieldTree([]));

/** What the scanner says of a text that stands where a record does; undefined where it finds none. */
function isJson(text: string | Buffer): boolean | undefined {
  const record = Buffer.from(text);
  const bytes = Buffer.concat([record, Buffer.from(']')]);
  scanner.reserve(scanner.free + bytes.length);
  scanner.bytes.set(bytes, scanner.free);
  return scanner.scan(scanner.free, bytes.length, bytes.length) === 1 && scanner.end(0) === record.length
    ? scanner.keep(0) !== undefined
    : undefined;
}

test.each([
  '{}',
  '{"a":[]}',
  '{ "a" : 1 , "b" : [] }',
  '{"a":{},"b":[{},[],[{}]]}',
  '{"a":"","":0}',
  '{"a":[1,-1,0,-0,0.5,1e9,1E+9,-1.25e-7,10]}',
  '{"a":[true,false,null]}',
  '{"a":"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00Fe\\ud800"}',
  '{"a":"{[,:]}","b":"é\u2028"}',
])('%s is JSON', (text) => {
  JSON.parse(text);
  expect(isJson(text)).toBe(true);
});

test.each([
  ['a list without values between commas', '{"a":[1,,2]}'],
  ['a comma behind the last value', '{"a":[1,]}'],
  ['a comma behind the last key', '{"a":1,}'],
  ['a comma before the first value', '{"a":[,1]}'],
  ['no colon', '{"a" 1}'],
  ['no value', '{"a":}'],
  ['a value without a key', '{"a":1,"b"}'],
  ['a key in a list', '{"a":["b":1]}'],
  ['a number for a key', '{"a":{1:2}}'],
  ['two values', '{"a":"b""c"}'],
  ['brackets that do not belong together', '{"a":[{]}}'],
  ['a number with a zero before it', '{"a":[01]}'],
  ['a number without digits', '{"a":[-]}'],
  ['a number that ends in its point', '{"a":[1.]}'],
  ['a number that begins with its point', '{"a":[.5]}'],
  ['an exponent without digits', '{"a":[1e]}'],
  ['a number with a sign', '{"a":[+1]}'],
  ['a word', '{"a":[truth]}'],
  ['half a word', '{"a":[tru]}'],
  ['NaN', '{"a":[NaN]}'],
  ['an escape that is none', '{"a":"\\x41"}'],
  ['a code of three digits', '{"a":"\\u00f"}'],
  ['a code of no digits', '{"a":"\\u00fg"}'],
  ['a line end in a text', '{"a":"b\nc"}'],
  ['a zero in a text', '{"a":"b\0c"}'],
])('hostile: %s', (_name, text) => {
  expect(() => JSON.parse(text) as unknown).toThrow();
  expect(isJson(text)).not.toBe(true);
});

test('what may be JSON and is odd is left to the parser', () => {
  expect(isJson('{"a": 1}')).toBe(true);
  expect(isJson('{"a":[ 1]}')).toBe(false);
  expect(isJson(`{"a":${'['.repeat(70)}${']'.repeat(70)}}`)).toBe(false);
  expect(isJson(`{"a":${'['.repeat(60)}${']'.repeat(60)}}`)).toBe(true);
});

test('law: it never takes for JSON what is none, wherever a byte of a record is changed', () => {
  const chance = new Chance(11);
  const records = bases().map((base) => JSON.stringify(base));
  let [taken, broken] = [0, 0];
  const refused = new Set<string>();
  const wrong: string[] = [];
  for (let round = 0; round < 6_000; round++) {
    const text = Buffer.from(chance.one(records));
    if (isJson(text) !== true) refused.add(text.toString());
    const at = chance.below(text.length);
    const changed = chance.is(0.5)
      ? Buffer.concat([text.subarray(0, at), text.subarray(at + 1 + chance.below(3))])
      : Buffer.concat([text.subarray(0, at), Buffer.from(chance.one(CHANGES)), text.subarray(at + chance.below(2))]);
    const isValid = parses(changed.toString('utf8'));
    if (!isValid) broken++;
    if (isJson(changed) !== true) continue;
    taken++;
    if (!isValid) wrong.push(changed.toString('latin1'));
  }
  expect([...refused]).toEqual([]);
  expect(wrong).toEqual([]);
  expect(taken).toBeGreaterThan(1_000);
  expect(broken).toBeGreaterThan(1_000);
});

const CHANGES = ['"', '\\', '{', '}', '[', ']', ',', ':', '0', '1', 'e', '-', '.', 't', '\n', '\0', 'é', '\\u12'];

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
