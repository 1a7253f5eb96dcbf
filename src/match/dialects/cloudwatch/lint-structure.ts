import { type CloudWatchCondition, type CloudWatchLeaf, isCloudWatchLeaf, requiredText } from './leaf.ts';
import { leafText, selectorText } from './leaf-text.ts';

export interface LeafLint {
  readonly leaf: CloudWatchLeaf;
  readonly message: string;
  readonly hint: string;
}

/**
 * Fields that published patterns name and many records do not have: "Optional: True" in the CloudTrail user guide
 * (record contents, userIdentity), and sign-in records without MFAUsed.
 */
const OPTIONAL_FIELDS: ReadonlySet<string> = new Set([
  '$.additionalEventData.MFAUsed',
  '$.errorCode',
  '$.errorMessage',
  '$.userIdentity.invokedBy',
  '$.userIdentity.userName',
  '$.userIdentity.sessionContext.attributes.mfaAuthenticated',
  '$.userIdentity.sessionContext.sessionIssuer.userName',
  '$.vpcEndpointId',
]);

/** `… || x != v`: true for every record in which x is anything else. */
export function weakInequalities(condition: CloudWatchCondition): readonly LeafLint[] {
  return alternativesIn(condition).flatMap((parts) => {
    const unequal = parts.filter(isCloudWatchLeaf).filter(({ op }) => op === '!=');
    return unequal
      .filter((leaf) => unequal.length > 1 || !parts.some((part) => asksAbsence(part, leaf)))
      .map((leaf) => ({
        leaf,
        message: `${leafText(leaf)} beside || is true for nearly every record`,
        hint: 'Join it with && to leave records out',
      }));
  });
}

/** `x != v` on an optional field: false, not true, where the field is missing. */
export function missedWhenMissing(
  condition: CloudWatchCondition,
  parts = [condition],
  isAny = true,
): readonly LeafLint[] {
  if (isCloudWatchLeaf(condition)) return missedBy(condition, parts, isAny);
  const nextIsAny = 'any' in condition;
  const inside = [...(nextIsAny ? condition.any : condition.all)];
  return inside.flatMap((part) => missedWhenMissing(part, inside, nextIsAny));
}

function missedBy(leaf: CloudWatchLeaf, parts: readonly CloudWatchCondition[], isAny: boolean): readonly LeafLint[] {
  const selector = selectorText(leaf.selector);
  if (leaf.op !== '!=' || !OPTIONAL_FIELDS.has(selector)) return [];
  const sameField = parts.filter((part) => isCloudWatchLeaf(part) && selectorText(part.selector) === selector);
  // Beside && another comparison already asks for the field; beside || NOT EXISTS catches the records without it.
  const meant = isAny
    ? sameField.some((part) => asksAbsence(part, leaf))
    : sameField.some((part) => isCloudWatchLeaf(part) && part.op !== '!=');
  if (meant) return [];
  return [
    {
      leaf,
      message: `${leafText(leaf)} is false where the field is missing`,
      hint: `Write (${leafText(leaf)} || ${selector} NOT EXISTS)`,
    },
  ];
}

const asksAbsence = (part: CloudWatchCondition, { selector }: CloudWatchLeaf): boolean =>
  isCloudWatchLeaf(part) && part.op === 'NOT EXISTS' && selectorText(part.selector) === selectorText(selector);

/** The first event name that no eventSource goes with: the same name exists in several services. */
export function leavesWithoutSource(condition: CloudWatchCondition): readonly LeafLint[] {
  const leaf = firstWithoutSource(condition);
  if (leaf === undefined) return [];
  return [
    {
      leaf,
      message: `${leafText(leaf)} names an event without its eventSource`,
      hint: 'Other services may have an event of that name: add && $.eventSource = "….amazonaws.com"',
    },
  ];
}

function firstWithoutSource(condition: CloudWatchCondition): CloudWatchLeaf | undefined {
  if (isCloudWatchLeaf(condition)) {
    return asks(condition, '$.eventName') && requiredText(condition) !== undefined ? condition : undefined;
  }
  const parts = 'all' in condition ? condition.all : condition.any;
  if ('all' in condition && parts.some(asksSource)) return undefined;
  for (const part of parts) {
    const leaf = firstWithoutSource(part);
    if (leaf !== undefined) return leaf;
  }
  return undefined;
}

function asksSource(condition: CloudWatchCondition): boolean {
  if (isCloudWatchLeaf(condition)) return asks(condition, '$.eventSource');
  return 'all' in condition ? condition.all.some(asksSource) : condition.any.every(asksSource);
}

const asks = ({ selector }: CloudWatchLeaf, field: string): boolean => selectorText(selector) === field;

/** The parts of every `any` in a condition; its depth is bounded by the parser. */
function alternativesIn(condition: CloudWatchCondition): readonly (readonly CloudWatchCondition[])[] {
  if (isCloudWatchLeaf(condition)) return [];
  if ('all' in condition) return condition.all.flatMap(alternativesIn);
  return [condition.any, ...condition.any.flatMap(alternativesIn)];
}
