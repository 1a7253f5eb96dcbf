import { type Condition, MAX_CONDITION_DEPTH } from '../match/condition.ts';

/** A condition that could not be read: what is wrong, and what to write instead. */
export interface ConditionError {
  readonly message: string;
  readonly hint?: string;
}

type Parsed =
  | { readonly ok: true; readonly condition: Condition }
  | { readonly ok: false; readonly error: ConditionError };

const TOKEN = /\s*(\(|\)|\||[^\s()|]+)/y;
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ['not', 3],
]);

/**
 * Reads a Sigma condition: `not` binds tighter than `and`, `and` tighter than `or`; parentheses; `1 of x*`,
 * `all of x*`, `1 of them`, `all of them` (`them` leaves out names that begin with `_`).
 * Operators and operands wait on two stacks, so nesting costs no call stack.
 */
export function parseCondition(text: string, selections: ReadonlyMap<string, Condition>): Parsed {
  const tokens = tokenize(text);
  const operands: Condition[] = [];
  const operators: string[] = [];
  let wantOperand = true;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as string;
    const word = token.toLowerCase();
    if (token === '|') return fail('a pipe in a condition was removed from Sigma', 'Write a correlation rule instead');
    if (token === '(' || word === 'not') {
      if (!wantOperand) return fail(`expected "and" or "or" before "${token}"`);
      if (operators.length >= MAX_CONDITION_DEPTH) return fail(`nested deeper than ${MAX_CONDITION_DEPTH} levels`);
      operators.push(word);
    } else if (token === ')') {
      if (wantOperand) return fail('expected a selection before ")"');
      while (operators.length > 0 && operators.at(-1) !== '(') reduce(operators, operands);
      if (operators.pop() !== '(') return fail('")" without "("');
    } else if (word === 'and' || word === 'or') {
      if (wantOperand) return fail(`expected a selection before "${token}"`);
      while (binds(operators.at(-1)) >= binds(word)) reduce(operators, operands);
      operators.push(word);
      wantOperand = true;
    } else {
      if (!wantOperand) return fail(`expected "and" or "or" before "${token}"`);
      const quantified = tokens[i + 1]?.toLowerCase() === 'of';
      const operand = quantified ? several(word, tokens[i + 2], selections) : single(token, selections);
      if (!operand.ok) return operand;
      operands.push(operand.condition);
      if (quantified) i += 2;
      wantOperand = false;
    }
  }
  if (wantOperand) return fail(tokens.length === 0 ? 'the condition is empty' : 'expected a selection at the end');
  while (operators.length > 0) {
    if (operators.at(-1) === '(') return fail('"(" without ")"');
    reduce(operators, operands);
  }
  return { ok: true, condition: operands[0] as Condition };
}

const fail = (message: string, hint?: string): { ok: false; error: ConditionError } => ({
  ok: false,
  error: hint === undefined ? { message } : { message, hint },
});

const binds = (operator: string | undefined): number => PRECEDENCE.get(operator ?? '') ?? 0;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) tokens.push(match[1] as string);
  return tokens;
}

/** Takes the topmost operator with its operands; `a and b and c` becomes one list, not a tower. */
function reduce(operators: string[], operands: Condition[]): void {
  const operator = operators.pop();
  const right = operands.pop() as Condition;
  if (operator === 'not') {
    operands.push({ not: right });
    return;
  }
  const left = operands.pop() as Condition;
  if (operator === 'and') operands.push({ all: [...('all' in left ? left.all : [left]), right] });
  else operands.push({ any: [...('any' in left ? left.any : [left]), right] });
}

function single(name: string, selections: ReadonlyMap<string, Condition>): Parsed {
  const condition = selections.get(name);
  return condition === undefined
    ? fail(
        `the condition names "${name}", which detection does not define`,
        `It defines: ${[...selections.keys()].join(', ')}`,
      )
    : { ok: true, condition };
}

function several(quantity: string, pattern: string | undefined, selections: ReadonlyMap<string, Condition>): Parsed {
  if (quantity !== '1' && quantity !== 'any' && quantity !== 'all') {
    return fail(`"${quantity} of" is not a quantity that Sigma knows`, 'Write "1 of" or "all of"');
  }
  if (pattern === undefined) return fail(`expected a name or "them" after "${quantity} of"`);
  const names = [...selections.keys()].filter((name) => chosenBy(pattern, name));
  if (names.length === 0) {
    return fail(
      `"${quantity} of ${pattern}" chooses no selection`,
      `Detection defines: ${[...selections.keys()].join(', ')}`,
    );
  }
  const chosen = names.map((name) => selections.get(name) as Condition);
  return { ok: true, condition: quantity === 'all' ? { all: chosen } : { any: chosen } };
}

function chosenBy(pattern: string, name: string): boolean {
  if (pattern.toLowerCase() === 'them') return !name.startsWith('_');
  const parts = pattern.split('*');
  if (parts.length === 1) return name === pattern;
  const escaped = parts.map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(name);
}
