import { isDeepStrictEqual } from 'node:util';
import { bases } from '../../bench/sieve/bases.ts';
import { Chance } from '../../bench/sieve/chance.ts';
import { mutant } from '../../bench/sieve/mutants.ts';
import type { JsonObject } from '../../src/json.ts';
import { DERIVED } from '../../src/record/derived.ts';
import { DERIVED_INPUTS } from '../../src/sieve/cells/derived-inputs.ts';

/** A record that holds these fields of another, and nothing else. */
function only(paths: readonly (readonly string[])[], raw: JsonObject): JsonObject {
  const held = {};
  for (const path of paths) {
    const value = at(raw, path);
    let holder: Record<string, unknown> = held;
    if (value === undefined) continue;
    for (const key of path.slice(0, -1)) holder = (holder[key] ??= {}) as Record<string, unknown>;
    holder[path.at(-1) as string] = value;
  }
  return held;
}

test.each([...DERIVED_INPUTS])('derived.%s depends on its inputs only', (name, paths) => {
  const derive = DERIVED.get(name);
  const chance = new Chance(3);
  const records = bases();
  const compared: [unknown, unknown][] = [];
  for (let round = 0; round < 600; round++) {
    const { json, broken } = mutant(chance.one(records), chance);
    if (broken) continue;
    const raw = JSON.parse(json) as JsonObject;
    const through = paths.flatMap((path) => path.slice(1).map((_, at) => path.slice(0, at + 1)));
    // The sieve asks nothing of a record that has a list on the way.
    if (through.some((path) => Array.isArray(at(raw, path)))) continue;
    compared.push([derive?.(only(paths, raw)), derive?.(raw)]);
  }
  expect(compared.filter(([ofInputs, ofAll]) => !isDeepStrictEqual(ofInputs, ofAll))).toEqual([]);
  expect(compared.length).toBeGreaterThan(100);
});

/** The value at a path without looking into lists. */
function at(raw: unknown, path: readonly string[]): unknown {
  let value = raw;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}
