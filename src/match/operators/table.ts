import type { OperatorName } from '../condition.ts';
import { cidr } from './cidr.ts';
import { gt, gte, lt, lte } from './compare.ts';
import { contains } from './contains.ts';
import { endswith } from './endswith.ts';
import { equals } from './equals.ts';
import { glob } from './glob.ts';
import { number } from './number.ts';
import type { Operator } from './operator.ts';
import { exists, isNull } from './presence.ts';
import { re } from './re.ts';
import { startswith } from './startswith.ts';

/** Every operator of the Sigma dialect that looks at one field, one file each; `fieldref` looks at two (compile.ts). */
export const OPERATORS: Readonly<Record<Exclude<OperatorName, 'fieldref'>, Operator>> = {
  equals,
  number,
  startswith,
  endswith,
  contains,
  glob,
  re,
  cidr,
  lt,
  lte,
  gt,
  gte,
  exists,
  null: isNull,
};
