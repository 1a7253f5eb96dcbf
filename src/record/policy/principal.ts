import { isObject, type JsonObject } from '../../json.ts';
import { hasElement, isWildcard, listOf, valuesOf } from './element.ts';

export interface Principals {
  /** `*`, or everybody but a few (`NotPrincipal`). */
  readonly anybody: boolean;
  /** A service acts for whoever configured it, so the accounts are those of the conditions. */
  readonly service: boolean;
  /** Twelve-digit ids. */
  readonly accounts: readonly string[];
}

/** Whom a statement is about; undefined for a statement of an identity policy, which names nobody. */
export function principalsOf(statement: JsonObject): Principals | undefined {
  if (hasElement(statement, 'notprincipal')) return { anybody: true, service: false, accounts: [] };
  if (!hasElement(statement, 'principal')) return undefined;
  let anybody = false;
  let service = false;
  const accounts: string[] = [];
  for (const { type, id } of namedIn(statement)) {
    const account = accountOf(id);
    if (isAnybody(id)) anybody = true;
    else if (type === 'service') service = true;
    else if (account !== undefined) accounts.push(account);
  }
  return { anybody, service, accounts };
}

/** `"*"`, `{ AWS: "*" }` and `{ AWS: ["*"], Service: "…" }` alike. */
function* namedIn(statement: JsonObject): Generator<{ readonly type: string; readonly id: unknown }> {
  for (const principal of valuesOf(statement, 'principal')) {
    if (!isObject(principal)) yield { type: 'aws', id: principal };
    else {
      for (const [type, ids] of Object.entries(principal)) {
        for (const id of listOf(ids)) yield { type: type.toLowerCase(), id };
      }
    }
  }
}

/** An ARN whose account is a wildcard is anybody too; most services refuse it. */
function isAnybody(id: unknown): boolean {
  if (typeof id !== 'string') return false;
  if (isWildcard(id)) return true;
  const fields = id.split(':', 5);
  return fields[0] === 'arn' && /[*?]/.test(fields[4] ?? id);
}

/** The ARN of an organization names its management account, which is not the one that is let in. */
const ARN_ACCOUNT = /^arn:[^:]*:(?!organizations:)[^:]*:[^:]*:(\d{12})(?![^:*])/;

/**
 * The account of `123456789012` or of an ARN of any partition. Deleted principals (`AIDA…`), canonical users and
 * CloudFront's own identities name none.
 */
export function accountOf(id: unknown): string | undefined {
  const text = typeof id === 'number' ? String(id).padStart(12, '0') : id;
  if (typeof text !== 'string') return undefined;
  return /^\d{12}$/.test(text) ? text : ARN_ACCOUNT.exec(text)?.[1];
}
