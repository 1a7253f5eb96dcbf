import { type Condition, isLeaf, type Leaf } from '../../match/condition.ts';
import { asPlain } from './leaves.ts';

/**
 * Whether a condition is the same for every record. `depends` where that cannot be seen: what is said is true, and not all
 * that is true is said.
 */
export function constantOf(condition: Condition): 'always' | 'never' | 'depends' {
  if (isNever(pushNot(condition, false))) return 'never';
  return isNever(pushNot(condition, true)) ? 'always' : 'depends';
}

/** A condition whose negations stand at the leaves, so that `always` is `never` of the opposite. */
type Form = Literal | { readonly all: readonly Form[] } | { readonly any: readonly Form[] };
interface Literal {
  readonly leaf: Leaf;
  readonly negated: boolean;
}

/** Nested lists of one kind become one list. The depth is bounded by MAX_CONDITION_DEPTH, here and below. */
function pushNot(condition: Condition, negated: boolean): Form {
  if (isLeaf(condition)) return { leaf: condition, negated };
  if ('not' in condition) return pushNot(condition.not, !negated);
  const isAll = 'all' in condition;
  const parts = (isAll ? condition.all : condition.any).map((part) => pushNot(part, negated));
  return isAll === negated
    ? { any: parts.flatMap((part) => ('any' in part ? part.any : [part])) }
    : { all: parts.flatMap((part) => ('all' in part ? part.all : [part])) };
}

function isNever(form: Form): boolean {
  if ('leaf' in form) return false;
  if ('any' in form) return form.any.every(isNever);
  return form.all.some(isNever) || contradictsItself(form.all) || SINGLE.some((field) => hasNoValue(form.all, field));
}

/** The same question with both answers, also where one of them stands as the only way through an `any`. */
function contradictsItself(parts: readonly Form[]): boolean {
  const asked = new Set(parts.flatMap((part) => ('leaf' in part ? textOf(part) : [])));
  const isRefuted = (part: Form): boolean => 'leaf' in part && asked.has(textOf({ ...part, negated: !part.negated }));
  return parts.some((part) => isRefuted(part) || ('any' in part && part.any.length > 0 && part.any.every(isRefuted)));
}

const textOf = ({ leaf, negated }: Literal): string => `${negated ? 'not ' : ''}${JSON.stringify(leaf)}`;

/** Fields that hold one text or none, in every record that CloudTrail writes. */
const SINGLE: readonly string[] = [
  'eventName eventSource eventType eventCategory eventVersion awsRegion recipientAccountId readOnly managementEvent',
  'sourceIPAddress errorCode errorMessage userIdentity.type',
  'derived.actor derived.principal derived.apiName derived.success derived.denied derived.isAwsService',
].flatMap((names) => names.split(' '));

/** Stands among the texts of a field for no text: the field is missing, or null. */
const NO_TEXT = Symbol('no text');
type Values = ReadonlySet<string | typeof NO_TEXT>;

/** Whether all parts together leave the field no value. */
function hasNoValue(parts: readonly Form[], field: string): boolean {
  const allowed = allowedBy({ all: parts }, field);
  if (allowed === undefined) return false;
  const excluded: Values = new Set(parts.flatMap((part) => excludedBy(part, field)));
  return [...allowed].every((value) => excluded.has(value));
}

/** The values without which the form is false: perhaps too many of them, never too few; undefined for any. */
function allowedBy(form: Form, field: string): Values | undefined {
  if ('leaf' in form) return form.negated ? undefined : valueOf(form.leaf, field);
  if ('all' in form) {
    const sets = form.all.flatMap((part) => allowedBy(part, field) ?? []);
    return sets.length === 0 ? undefined : sets.reduce((a, b) => new Set([...a].filter((value) => b.has(value))));
  }
  const sets = form.any.map((part) => allowedBy(part, field));
  return sets.every((set) => set !== undefined) ? new Set(sets.flatMap((set) => [...set])) : undefined;
}

function valueOf(leaf: Leaf, field: string): Values | undefined {
  const plain = asPlain(leaf);
  if (plain === undefined || plain.path.join('.') !== field) return undefined;
  if (plain.op === 'equals') return new Set([plain.value.toLowerCase()]);
  return plain.op === 'null' || (plain.op === 'exists' && plain.value === 'false') ? new Set([NO_TEXT]) : undefined;
}

/** Values for which the form is surely false. */
function excludedBy(form: Form, field: string): (string | typeof NO_TEXT)[] {
  if (!('leaf' in form) || !form.negated) return [];
  const plain = asPlain(form.leaf);
  // `cased` excludes one way of writing only, and what exists may still be null.
  return plain === undefined || plain.cased || plain.op === 'exists' ? [] : [...(valueOf(plain, field) ?? [])];
}
