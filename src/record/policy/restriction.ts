import { isObject, type JsonObject } from '../../json.ts';
import { extentOf, S3_NOT_PUBLIC } from '../network.ts';
import { isWildcard, listOf, valuesOf } from './element.ts';
import { accountOf } from './principal.ts';

/** Everybody is let in, but only under these conditions. */
export interface Restriction {
  /** Whether they leave out the rest of the world. */
  readonly restricts: boolean;
  /** The accounts that they let in, where they name accounts. */
  readonly accounts: readonly string[];
}

/** Reads the conditions of a statement that is about everybody, or about a service that acts for anybody. */
export function restrictionOf(statement: JsonObject): Restriction {
  let restricts = false;
  const accounts: string[] = [];
  for (const { operator, key, values } of conditionsOf(statement)) {
    const isFixed = WHO.get(key);
    if (isFixed === undefined || !POSITIVE.has(operator)) continue;
    // The values are alternatives: one that anybody meets is a way in.
    if (!values.every((value) => isFixed(scalarText(value)))) continue;
    restricts = true;
    for (const value of values) {
      const account = accountOf(value);
      if (account !== undefined) accounts.push(account);
    }
  }
  return { restricts, accounts };
}

export interface PolicyCondition {
  /** In lower case, without `ForAnyValue:`. */
  readonly operator: string;
  /** In lower case, as condition keys have no case. */
  readonly key: string;
  readonly values: readonly unknown[];
}

/** `Condition: { StringEquals: { key: value } }`, one by one; all of them have to hold. */
export function* conditionsOf(statement: JsonObject): Generator<PolicyCondition> {
  for (const block of valuesOf(statement, 'condition')) {
    if (!isObject(block)) continue;
    for (const [operator, keys] of Object.entries(block)) {
      if (!isObject(keys)) continue;
      for (const [key, values] of Object.entries(keys)) {
        yield {
          operator: operator.toLowerCase().replace(/^foranyvalue:/, ''),
          key: key.toLowerCase(),
          values: listOf(values),
        };
      }
    }
  }
}

/**
 * Operators that let in only who has the value. Those that are not here let in a caller without the key: the negated
 * ones, `…IfExists`, `ForAllValues:…`; and `Null`, which asks for any value at all.
 */
const POSITIVE: ReadonlySet<string> = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
  'bool',
]);

/** Variables that stand for the owner of the resource. The others can stand for the caller, who always equals himself. */
const OWNER = /^\$\{aws:resource(?:account|orgid)\}$/i;

const isLiteral = (text: string): boolean => OWNER.test(text) || (text !== '' && !/[*?]|\$\{/.test(text));

/** Fixed up to the part that the named one gives out itself: `o-exampleorgid/*`, `AROAEXAMPLEID:*`. */
const isFixedPrefix = (text: string): boolean => isLiteral(text.split(/[/:]/, 1)[0] ?? '');

/** An ARN of one account; where it names none, as those of buckets, the whole name has to be fixed. */
const isFixedArn = (text: string): boolean => accountOf(text) !== undefined || isLiteral(text);

const isSomeNetwork = (text: string): boolean => extentOf(text, S3_NOT_PUBLIC) === 'some';

/**
 * Condition keys that tell who calls, or from where, by something that a stranger cannot choose; and what makes a value
 * of each fixed. S3 user guide ("The meaning of public"), EFS user guide (public access), KMS and IAM key references.
 * Not among them: tags, external ids, VPC-internal addresses, user agents, referers, and what is done or to what.
 */
const WHO: ReadonlyMap<string, (text: string) => boolean> = new Map([
  ['aws:sourcearn', isFixedArn],
  ['aws:sourceaccount', isLiteral],
  ['aws:sourceowner', isLiteral],
  ['aws:sourceorgid', isLiteral],
  ['aws:sourceorgpaths', isFixedPrefix],
  ['aws:principalarn', isFixedArn],
  ['aws:principalaccount', isLiteral],
  ['aws:principalorgid', isLiteral],
  ['aws:principalorgpaths', isFixedPrefix],
  ['aws:userid', isFixedPrefix],
  ['aws:sourcevpc', isLiteral],
  ['aws:sourcevpcarn', isFixedArn],
  ['aws:sourcevpce', isLiteral],
  ['aws:vpceaccount', isLiteral],
  ['aws:vpceorgid', isLiteral],
  ['aws:vpceorgpaths', isFixedPrefix],
  ['aws:sourceip', isSomeNetwork],
  ['kms:calleraccount', isLiteral],
  ['s3:dataaccesspointaccount', isLiteral],
  ['s3:dataaccesspointarn', isFixedArn],
  ['elasticfilesystem:accesspointarn', isFixedArn],
  ['elasticfilesystem:accessedviamounttarget', (text: string) => text === 'true'],
]);

const scalarText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

/** Keys about the caller, the time and the way of the call: an administrator from one office is an administrator. */
const CIRCUMSTANCE =
  /^aws:(?:principal|source|vpc|multifactor|federatedprovider|user|token|currenttime|epochtime|securetransport|referer|viaawsservice|ec2instancesource)/;

/** Whether a condition of an identity's policy takes something away from what the identity may do. */
export function narrowsActions(statement: JsonObject): boolean {
  for (const { operator, key, values } of conditionsOf(statement)) {
    if (CIRCUMSTANCE.test(key) || LOOSE.test(operator)) continue;
    if (values.every((value) => isNarrow(scalarText(value)))) return true;
  }
  return false;
}

/** Operators that hold for nearly everything, or for a call without the key. */
const LOOSE = /^forallvalues:|not|ifexists$|^null$/;

const isNarrow = (text: string): boolean => !isWildcard(text) && !text.includes('${');
