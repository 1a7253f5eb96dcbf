import type { Operator } from './operator.ts';

/** The key is there, whatever its value: null, `{}` and `[]` exist too. */
export const exists: Operator = (leaf) => {
  const expected = leaf.value === 'true';
  return (field) => field.present === expected;
};

/** Sigma's null: the value is null, or there is none. */
export const isNull: Operator = () => (field) => !field.present || field.values.includes(null);
