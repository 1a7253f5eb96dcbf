import { ExactNumber, equalsNumber, toDouble } from './exact-number.ts';
import { NUMERIC_LIMIT } from './limits.ts';
import { compileNetworks, type Network, readNetwork } from './network.ts';
import type { Bound, TextTest, ValueTest } from './pattern.ts';
import { compileWildcard, readWildcard } from './wildcard.ts';

/** A scalar of the event: text, number, boolean, null or an ExactNumber; never an object or a list. */
export type ScalarTest = (value: unknown) => boolean;

/**
 * Whether any of the tests passes a value. Exact texts share one look-up and networks one list, so a thousand of them cost
 * as one does.
 */
export function compileTests(tests: readonly ValueTest[]): ScalarTest {
  const exact = new Set<unknown>();
  const networks: Network[] = [];
  const others: ScalarTest[] = [];
  for (const test of tests) {
    if (test.op === 'equals') exact.add(test.value);
    else if (test.op === 'cidr') {
      const read = readNetwork(test.value);
      if (read.ok) networks.push(read.network);
    } else others.push(compileTest(test));
  }
  if (networks.length > 0) others.push(inNetworks(networks));
  return (value) => exact.has(value) || others.some((test) => test(value));
}

function compileTest(test: Exclude<ValueTest, { op: 'equals' | 'cidr' }>): ScalarTest {
  switch (test.op) {
    case 'number':
      return equalsNumber(test.value);
    case 'numeric':
      return numeric(test.bounds);
    case 'exists':
      // `exists: false` is about a field without values (consistency.ts): no value passes it.
      return () => test.value;
    case 'anything-but': {
      const unwanted = compileTests(test.of);
      return (value) => !unwanted(value);
    }
    case 'prefix':
    case 'suffix':
    case 'equals-ignore-case':
    case 'wildcard':
      return onText(test);
    default:
      return test satisfies never;
  }
}

function onText({ op, value, ignoreCase }: TextTest): ScalarTest {
  const fold = ignoreCase === true || op === 'equals-ignore-case';
  const passes = textTest(op, fold ? value.toLowerCase() : value);
  return fold
    ? (actual) => typeof actual === 'string' && passes(actual.toLowerCase())
    : (actual) => typeof actual === 'string' && passes(actual);
}

function textTest(op: TextTest['op'], value: string): (text: string) => boolean {
  switch (op) {
    case 'prefix':
      return (text) => text.startsWith(value);
    case 'suffix':
      return (text) => text.endsWith(value);
    case 'equals-ignore-case':
      return (text) => text === value;
    case 'wildcard': {
      const read = readWildcard(value);
      return read.ok ? compileWildcard(read.parts) : never;
    }
    default:
      return op satisfies never;
  }
}

function inNetworks(networks: readonly Network[]): ScalarTest {
  const contains = compileNetworks(networks);
  return (value) => typeof value === 'string' && contains(value);
}

/** For what readPattern lets nobody write: a rules.json changed by hand matches nothing there. */
const never = (): boolean => false;

function numeric(bounds: readonly Bound[]): ScalarTest {
  return (value) => {
    if (typeof value !== 'number' && !(value instanceof ExactNumber)) return false;
    const actual = toDouble(value);
    return Math.abs(actual) <= NUMERIC_LIMIT && bounds.every((bound) => within(actual, bound));
  };
}

function within(actual: number, { op, value }: Bound): boolean {
  switch (op) {
    case '=':
      return actual === value;
    case '<':
      return actual < value;
    case '<=':
      return actual <= value;
    case '>':
      return actual > value;
    case '>=':
      return actual >= value;
    default:
      return op satisfies never;
  }
}
