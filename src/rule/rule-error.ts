/** What is wrong with a rule file, where, and how to mend it. */
export interface RuleError {
  readonly file: string;
  /** From 1; absent where the whole file is meant. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
}

/** `rules/iam/key.yml:12:5: unknown key "dedupe" in alert. Did you mean "dedup"?` */
export function formatRuleError(error: RuleError): string {
  const place = [error.file, error.line, error.column].filter((part) => part !== undefined).join(':');
  return `${place}: ${error.message}${error.hint === undefined ? '' : `. ${error.hint}`}`;
}

/** Thrown by the library entry only; inside, errors are collected as values so that one run tells them all. */
export class RuleErrors extends Error {
  override readonly name = 'RuleErrors';
  readonly errors: readonly RuleError[];

  constructor(errors: readonly RuleError[]) {
    super(errors.map(formatRuleError).join('\n'));
    this.errors = errors;
  }
}
