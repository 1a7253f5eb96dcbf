/** Why a part of a pattern is not valid, and how to mend it. */
export interface Refusal {
  readonly ok: false;
  readonly message: string;
  readonly hint?: string;
}

export const refuse = (message: string, hint?: string): Refusal =>
  hint === undefined ? { ok: false, message } : { ok: false, message, hint };
