import { isScalar, type Node, type YAMLMap } from 'yaml';
import { tooCostly } from './cost.ts';
import { readDetection } from './detection.ts';
import type { Lists } from './lists.ts';
import { type ReadCondition, readCloudWatch, readEventBridge } from './pasted-pattern.ts';
import type { RuleError } from './rule-error.ts';
import type { YamlDocument } from './yaml-document.ts';

const PLACES = ['detection', 'eventbridge', 'cloudwatch'] as const;

/** What a rule asks: a Sigma detection, an EventBridge pattern or a CloudWatch Logs pattern, one of the three. */
export function readRuleCondition(document: YamlDocument, rule: YAMLMap, lists: Lists): ReadCondition {
  const given = PLACES.filter((place) => rule.has(place));
  const [place] = given;
  if (place === undefined || given.length > 1) {
    const message = place === undefined ? '"detection" is missing' : `${given.join(' and ')} exclude each other`;
    return refused(document.error(rule, message, 'A rule has one of detection, eventbridge, cloudwatch'));
  }
  const node = document.resolve(rule.get(place, true));
  const read = readPlace(document, rule, place, node, lists);
  const costly = read.condition && tooCostly(read.condition);
  return costly === undefined ? read : refused(document.error(node, costly, 'Make several rules of it'));
}

function readPlace(
  document: YamlDocument,
  rule: YAMLMap,
  place: (typeof PLACES)[number],
  node: Node | undefined,
  lists: Lists,
): ReadCondition {
  switch (place) {
    case 'detection':
      return readDetection(document, node, lists, sigmaVersion(rule));
    case 'eventbridge':
      return readEventBridge(document, node, ['eventbridge']);
    case 'cloudwatch':
      return readCloudWatch(document, node);
    default:
      return place satisfies never;
  }
}

const refused = (error: RuleError): ReadCondition => ({ condition: undefined, errors: [error] });

/** 3 allows array quantifiers; everything else is version 2. */
const sigmaVersion = (rule: YAMLMap): number => {
  const node: unknown = rule.get('sigma-version', true);
  return isScalar(node) && typeof node.value === 'number' ? node.value : 2;
};
