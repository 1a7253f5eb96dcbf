import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import { Chance } from '../../bench/sieve/chance.ts';
import { FieldTree } from '../../src/sieve/cells/fields.ts';
import { Scanner } from '../../src/sieve/cells/scanner.ts';
import { WASM } from './wasm.ts';

const scanner = new Scanner(new WebAssembly.Module(WASM), new FieldTree([]));

function inflate(deflated: Uint8Array, room: number): Buffer | undefined {
  const to = scanner.free + deflated.length + 128;
  scanner.reserve(to + room);
  scanner.bytes.set(deflated, scanner.free);
  const size = scanner.inflate(scanner.free, deflated.length, to, room);
  return size === undefined ? undefined : Buffer.from(scanner.bytes.subarray(to, to + size));
}

/** Texts of every kind: random bytes, runs, few symbols, copies from far and near. */
function text(chance: Chance, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  const kind = chance.below(4);
  for (let i = 0; i < length; i++) {
    const copied =
      kind === 3 && i > 40 && chance.is(0.9) ? bytes[i - 1 - chance.below(Math.min(i, 30_000))] : undefined;
    bytes[i] = copied ?? (kind === 1 ? 65 : chance.below(kind === 2 ? 5 : 256));
  }
  return bytes;
}

const STRATEGIES = [constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE];

test('gives back what was compressed, whatever the level and the strategy', () => {
  const chance = new Chance(1);
  for (let round = 0; round < 400; round++) {
    const original = text(chance, chance.below(round % 20 === 0 ? 200_000 : 3000));
    const options = { level: chance.below(10), strategy: chance.one(STRATEGIES), memLevel: 1 + chance.below(9) };
    expect(inflate(deflateRawSync(original, options), original.length)?.equals(original)).toBe(true);
  }
});

test('whatever is damaged is left to zlib, or comes out as zlib has it', () => {
  const original = text(new Chance(7), 700);
  const whole = deflateRawSync(original);
  const wrong: number[] = [];
  for (let bit = 0; bit < whole.length * 8; bit++) {
    const damaged = Buffer.from(whole);
    damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
    const ours = inflate(damaged, 2000);
    if (ours !== undefined && !ours.equals(inflateRawSync(damaged))) wrong.push(bit);
  }
  expect(wrong).toEqual([]);
  for (let length = 0; length < whole.length; length++) {
    expect(inflate(whole.subarray(0, length), 2000)).toBeUndefined();
  }
});

test('more than there is room for is left to zlib', () => {
  const original = Buffer.alloc(5000, 'ab');
  expect(inflate(deflateRawSync(original), 4999)).toBeUndefined();
  expect(inflate(deflateRawSync(original), 5000)?.equals(original)).toBe(true);
});
