import { isObject } from '../../src/json.ts';
import { HOSTILE } from '../../test/alert/hostile.ts';
import type { Random } from './random.ts';

/** JSON in the place of a value, as text: some of it cannot be said by a value. */
const VALUES: readonly ((random: Random) => string)[] = [
  () => 'null',
  () => '{}',
  () => '[]',
  () => '""',
  () => 'true',
  () => '-0',
  () => '1e400',
  () => '12345678901234567890',
  () => '{"__proto__":{"polluted":true}}',
  () => '{"constructor":{"prototype":{"polluted":true}}}',
  () => '{"toString":1,"hasOwnProperty":null,"length":-1}',
  () => '{"omitted":true,"reason":"requestParameters too large"}',
  () => '["a",["b",[null]],{"c":"d"}]',
  () => '"\\ud800"',
  () => '"2026-99-99T99:99:99Z"',
  () => '"arn:aws:iam::*:role/../../x"',
  () => '"999.999.999.999"',
  () => '"::ffff:203.0.113.1%eth0"',
  (random) => `${'['.repeat(1 + random.below(3_000))}1`,
  (random) => nested(1 + random.below(3_000)),
  (random) => JSON.stringify('a'.repeat(random.below(20_000))),
  (random) => JSON.stringify(random.pick([...HOSTILE.values()])),
  (random) => JSON.stringify(`{"Version":"2012-10-17","Statement":${nested(random.below(500))}}`),
];

const nested = (depth: number): string => `${'{"a":['.repeat(depth)}null${']}'.repeat(depth)}`;

/** A sample with some of its values, keys or bytes changed. */
export function hostileText(sample: string, random: Random): string {
  let text = sample;
  for (let changes = 1 + random.below(4); changes > 0; changes--) text = changed(text, random);
  return text;
}

function changed(text: string, random: Random): string {
  switch (random.below(10)) {
    case 0: {
      const at = random.below(text.length);
      return text.slice(0, at) + String.fromCharCode(random.below(256)) + text.slice(at + random.below(3));
    }
    case 1:
      return text.replace(/\{/, () => `{"__proto__":${random.pick(VALUES)(random)},`);
    case 2: {
      // A key that is there twice: the last one counts.
      const [key = '"a"'] = keysIn(text, random);
      return text.replace(/\}\s*$/, () => `,${key}:${random.pick(VALUES)(random)}}`);
    }
    default:
      return replaced(text, random);
  }
}

/** One value, wherever it stands, by another one. */
function replaced(text: string, random: Random): string {
  const mark = '"@@here@@"';
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    return text;
  }
  let node = root;
  for (let depth = 0; depth < 6; depth++) {
    if (!isObject(node)) return text;
    const keys = Object.keys(node);
    const key = random.pick(keys.length === 0 ? ['eventName'] : keys);
    const child = node[key];
    if (isObject(child) && random.below(3) > 0) {
      node = child;
      continue;
    }
    Object.defineProperty(node, key, { value: JSON.parse(mark), enumerable: true, configurable: true });
    break;
  }
  return stringified(root, text).replace(mark, () => random.pick(VALUES)(random));
}

/** What is nested too deep cannot be written by `JSON.stringify`. */
function stringified(value: unknown, otherwise: string): string {
  try {
    return JSON.stringify(value);
  } catch {
    return otherwise;
  }
}

const keysIn = (text: string, random: Random): string[] => {
  const keys = text.match(/"\w+"(?=:)/g) ?? [];
  return keys.length === 0 ? [] : [random.pick(keys)];
};
