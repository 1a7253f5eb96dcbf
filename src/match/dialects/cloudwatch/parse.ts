import { MAX_CONDITION_DEPTH } from '../../condition.ts';
import type { CloudWatchCondition, CloudWatchLeaf } from './leaf.ts';
import { type Misread, misread, skipSpace } from './reading.ts';
import { readTokens, type Token } from './tokens.ts';

/** CloudWatch Logs API reference, MetricFilter.filterPattern: "Maximum length of 1024". */
export const MAX_PATTERN_LENGTH = 1024;
/** User guide: "up to three wildcard selectors in a filter pattern with compound expressions". */
export const MAX_WILDCARDS = 3;
/** User guide, quotas: "a limit of 2 regex for each filter pattern". */
export const MAX_REGEXES = 2;
/** Each pair of parentheses can hold an `any` of `all`, two levels of a condition. */
export const MAX_PARENTHESES = MAX_CONDITION_DEPTH / 2 - 2;

/**
 * Reads a CloudWatch Logs filter pattern for JSON: `&&` binds tighter than `||`, parentheses tightest. Operators and
 * operands wait on two stacks, so nesting costs no call stack.
 *
 * @returns the condition, or the first thing that is wrong with its offset in `text`
 *
 * @example
 * parseFilterPattern('{ $.eventName = ConsoleLogin && $.errorMessage NOT EXISTS }')
 */
export function parseFilterPattern(
  text: string,
): { readonly ok: true; readonly condition: CloudWatchCondition } | Misread {
  if (text.trim().length > MAX_PATTERN_LENGTH) {
    return misread(
      skipSpace(text, 0) + MAX_PATTERN_LENGTH,
      `longer than the ${MAX_PATTERN_LENGTH} characters of a filter pattern`,
      'Divide it into several rules',
    );
  }
  const read = readTokens(text);
  if (!read.ok) return read;
  const { tokens } = read;
  return tooMany(tokens) ?? assemble(tokens, text);
}

function tooMany(tokens: readonly Token[]): Misread | undefined {
  return (
    beyond(tokens, MAX_WILDCARDS, 'wildcard selectors', ({ selector }) => selector.includes(null)) ??
    beyond(tokens, MAX_REGEXES, 'regular expressions', ({ value }) => value !== null && 'regex' in value)
  );
}

function beyond(
  tokens: readonly Token[],
  limit: number,
  what: string,
  counts: (leaf: CloudWatchLeaf) => boolean,
): Misread | undefined {
  const extra = tokens.filter((token) => token.kind === 'comparison' && counts(token.leaf))[limit];
  return extra && misread(extra.offset, `a filter pattern has at most ${limit} ${what}`);
}

type Operator = '(' | '&&' | '||';

function assemble(
  tokens: readonly Token[],
  text: string,
): { readonly ok: true; readonly condition: CloudWatchCondition } | Misread {
  const operands: CloudWatchCondition[] = [];
  const operators: { readonly kind: Operator; readonly offset: number }[] = [];
  let parentheses = 0;
  let wantOperand = true;
  for (const token of tokens) {
    const { kind, offset } = token;
    if (kind === '(' || kind === 'comparison') {
      if (!wantOperand) return misread(offset, 'expected && or || between two comparisons');
    } else if (wantOperand) {
      return misread(offset, `expected a comparison before "${kind}"`);
    }
    if (kind === 'comparison') {
      operands.push(token.leaf);
      wantOperand = false;
    } else if (kind === '(') {
      if (++parentheses > MAX_PARENTHESES) return misread(offset, `more than ${MAX_PARENTHESES} nested parentheses`);
      operators.push({ kind, offset });
    } else if (kind === ')') {
      while (binds(operators.at(-1)?.kind) > 0) join(operators.pop()?.kind, operands);
      if (operators.pop() === undefined) return misread(offset, '")" without "("');
      parentheses--;
    } else {
      while (binds(operators.at(-1)?.kind) >= binds(kind)) join(operators.pop()?.kind, operands);
      operators.push({ kind, offset });
      wantOperand = true;
    }
  }
  if (wantOperand)
    return misread(
      text.lastIndexOf('}'),
      `expected a comparison ${tokens.length === 0 ? 'between the braces' : 'before "}"'}`,
    );
  while (binds(operators.at(-1)?.kind) > 0) join(operators.pop()?.kind, operands);
  const open = operators.at(-1);
  if (open !== undefined) return misread(open.offset, '"(" without ")"');
  return { ok: true, condition: operands[0] as CloudWatchCondition };
}

const binds = (operator: Operator | undefined): number => (operator === '&&' ? 2 : operator === '||' ? 1 : 0);

/** Joins the two topmost operands; `a || b || c` becomes one list, not a tower. */
function join(operator: Operator | undefined, operands: CloudWatchCondition[]): void {
  const right = operands.pop() as CloudWatchCondition;
  const left = operands.pop() as CloudWatchCondition;
  if (operator === '&&') operands.push({ all: [...('all' in left ? left.all : [left]), right] });
  else operands.push({ any: [...('any' in left ? left.any : [left]), right] });
}
