import {
  array,
  assert,
  constantFrom,
  constant as just,
  letrec,
  record as object,
  oneof,
  property,
  tuple,
} from 'fast-check';
import type { JsonObject } from '../../src/json.ts';
import { compile } from '../../src/match/compile.ts';
import type { Condition, SigmaLeaf } from '../../src/match/condition.ts';
import { FieldSlots, RecordFields } from '../../src/match/fields.ts';
import { constantOf } from '../../src/rule/lint/constant.ts';

const FIELDS = ['eventName', 'errorCode'] as const;
const VALUES = ['a', 'A', 'b', ''] as const;

const leaf = object<SigmaLeaf>(
  {
    dialect: just('sigma' as const),
    path: constantFrom(...FIELDS).map((field) => [field]),
    op: constantFrom('equals', 'null', 'startswith'),
    value: constantFrom(...VALUES),
    cased: just(true as const),
  },
  { requiredKeys: ['dialect', 'path', 'op', 'value'] },
);
const exists = tuple(constantFrom(...FIELDS), constantFrom('true', 'false')).map(
  ([field, value]): SigmaLeaf => ({ dialect: 'sigma', path: [field], op: 'exists', value }),
);

const { condition } = letrec<{ condition: Condition }>((tie) => ({
  condition: oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    exists,
    tie('condition').map((not): Condition => ({ not })),
    array(tie('condition'), { maxLength: 3 }).map((all): Condition => ({ all })),
    array(tie('condition'), { maxLength: 3 }).map((any): Condition => ({ any })),
  ),
}));

/** Every record that the leaves can tell apart: each field missing, null, or one of the texts and another one. */
const STATES = [undefined, null, ...VALUES, 'B', 'c'];
const RECORDS: readonly JsonObject[] = STATES.flatMap((eventName) =>
  STATES.map((errorCode) => ({
    ...(eventName === undefined ? {} : { eventName }),
    ...(errorCode === undefined ? {} : { errorCode }),
  })),
);

function verdicts(asked: Condition): ReadonlySet<boolean> {
  const slots = new FieldSlots();
  const test = compile(asked, slots);
  return new Set(RECORDS.map((record) => test(new RecordFields({ raw: record }, slots))));
}

test('what is said to be always or never true is so for every record', () => {
  const said = new Set<string>();
  assert(
    property(condition, (asked) => {
      const constant = constantOf(asked);
      said.add(constant);
      if (constant !== 'depends') expect([...verdicts(asked)]).toEqual([constant === 'always']);
    }),
    { numRuns: 2_000, seed: 20_261_120 },
  );
  // Otherwise nothing was tried.
  expect([...said].sort()).toEqual(['always', 'depends', 'never']);
});

test('a condition and its opposite are opposite', () => {
  const opposite = { always: 'never', never: 'always', depends: 'depends' } as const;
  assert(property(condition, (not) => expect(constantOf({ not })).toBe(opposite[constantOf(not)])));
});
