import { mustBeOneOf, mustEqual } from '../../match/access.ts';
import type { Condition, Leaf } from '../../match/condition.ts';
import { DERIVED } from '../../record/derived.ts';
import type { LoadedRule } from '../compile-rule.ts';
import type { Deployment, Remark } from './finding.ts';
import { inSigma } from './in-sigma.ts';
import type { RuleText } from './rule-text.ts';

/** What the rule asks for, in lower case; undefined where it takes anything. */
interface Asked {
  readonly names?: ReadonlySet<string>;
  /** What every name begins with; a whole name begins with itself. */
  readonly begins?: ReadonlySet<string>;
  readonly sources?: ReadonlySet<string>;
  readonly category?: ReadonlySet<string>;
}

/** A rule that no source of this deployment can feed. What is not known of the deployment is taken to be there. */
export function lintReach({ compiled }: LoadedRule, text: RuleText, deployment: Deployment): Remark[] {
  const asked = askedBy(compiled.condition);
  const place = text.placeOfTest('eventName');
  return [...insights(asked, deployment), ...dataEvents(asked, deployment), ...eventBridge(asked, deployment)].map(
    (remark) => ({ ...place, ...remark }),
  );
}

function askedBy(condition: Condition): Asked {
  const asked = inSigma(condition);
  const sets = {
    names: mustEqual(asked, 'eventName'),
    begins: mustBeOneOf(asked, beginOf),
    sources: mustEqual(asked, 'eventSource'),
    category: mustEqual(asked, 'eventCategory'),
  };
  return Object.fromEntries(Object.entries(sets).filter(([, texts]) => texts !== undefined && texts.size > 0));
}

function beginOf(leaf: Leaf): ReadonlySet<string> | undefined {
  if (leaf.dialect !== 'sigma' || leaf.path.join('.') !== 'eventName' || leaf.part !== undefined) return undefined;
  return leaf.op === 'equals' || leaf.op === 'startswith' ? new Set([leaf.value.toLowerCase()]) : undefined;
}

function insights({ category }: Asked, deployment: Deployment): Remark[] {
  if (!isOnly(category, 'insight') || deployment.insights !== false) return [];
  return [cannot('it asks for Insights events, and CloudTrail Insights is off', 'Switch Insights on for the trail')];
}

function dataEvents(asked: Asked, { dataEvents: selected }: Deployment): Remark[] {
  if (selected === undefined || !isDataEvent(asked) || asked.sources === undefined) return [];
  if ([...asked.sources].some((source) => selected.has(source))) return [];
  const sources = [...asked.sources].join(', ');
  return [cannot(`the trail selects no data events of ${sources}`, 'Select them in the trail')];
}

/** EventBridge gets less than a trail writes. Where a trail is read as well, nothing is missing. */
function eventBridge(asked: Asked, deployment: Deployment): Remark[] {
  const { sources, region } = deployment;
  if (sources.size === 0 || sources.has('s3') || sources.has('cloudwatch-logs')) return [];
  const remarks: Remark[] = [];
  if (!sources.has('eventbridge-read-only') && !isDataEvent(asked) && isRead(asked)) {
    remarks.push(
      cannot(
        'EventBridge leaves out calls that begin with List, Get or Describe',
        'Set the state of its rule to ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS',
      ),
    );
  }
  if (region !== undefined && isGlobal(asked, region)) {
    const names = [...(asked.sources ?? [])].join(', ');
    remarks.push(
      cannot(`events of ${names} come to EventBridge in us-east-1, not in ${region}`, 'Deploy it there too'),
    );
  }
  return remarks;
}

const cannot = (why: string, hint: string): Remark => ({
  severity: 'warning',
  message: `the rule cannot fire on the deployed sources: ${why}`,
  hint,
});

const isOnly = (texts: ReadonlySet<string> | undefined, text: string): boolean => texts?.size === 1 && texts.has(text);

/**
 * EventBridge user guide, events of AWS services by CloudTrail: read-only management events are those that begin so;
 * these two of STS are delivered all the same.
 */
const READ = /^(?:list|get|describe)/;
const DELIVERED: ReadonlySet<string> = new Set(['getfederationtoken', 'getsessiontoken']);

/** Whether every name is one that EventBridge leaves out, whatever follows what it begins with. */
const isRead = ({ begins, sources, category }: Asked): boolean => {
  if (begins === undefined) return false;
  const data = isOnly(category, 'management') ? [] : [...(sources ?? DATA_EVENTS.keys())];
  const token = sources === undefined || sources.has('sts.amazonaws.com') ? DELIVERED : [];
  const arrives = [...token, ...data.flatMap((source) => [...(DATA_EVENTS.get(source) ?? [])])];
  return [...begins].every((begin) => READ.test(begin) && !arrives.some((name) => name.startsWith(begin)));
};

/** The data events that rules ask for most; there are hundreds, and what is not here counts as a management event. */
const DATA_EVENTS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    's3.amazonaws.com':
      'getobject headobject putobject copyobject deleteobject deleteobjects listobjects listobjectversions uploadpart getobjectacl putobjectacl getobjecttagging putobjecttagging restoreobject headbucket',
    'lambda.amazonaws.com': 'invoke invokeexecution',
    'dynamodb.amazonaws.com':
      'getitem batchgetitem putitem batchwriteitem updateitem deleteitem query scan executestatement transactgetitems transactwriteitems',
    'sns.amazonaws.com': 'publish publishbatch',
    'sqs.amazonaws.com': 'sendmessage sendmessagebatch receivemessage deletemessage',
  }).map(([source, names]) => [source, new Set(names.split(' '))] as const),
);

function isDataEvent({ names, sources, category }: Asked): boolean {
  if (isOnly(category, 'data')) return true;
  if (names === undefined || sources === undefined) return false;
  return [...sources].every((source) => [...names].every((name) => DATA_EVENTS.get(source)?.has(name) === true));
}

/** Recorded in the region of the endpoint that was asked, whatever else is global about them. */
const REGIONAL: ReadonlySet<string> = new Set(['signin.amazonaws.com', 'sts.amazonaws.com']);
const COMMERCIAL_HOME = 'us-east-1';

function isGlobal({ sources }: Asked, region: string): boolean {
  // Other partitions have other home regions.
  if (sources === undefined || region === COMMERCIAL_HOME || /^(?:cn|us-gov|us-iso|eu-isoe)/.test(region)) return false;
  const global = DERIVED.get('isGlobalService');
  return [...sources].every(
    (eventSource) => !REGIONAL.has(eventSource) && global?.({ eventSource, awsRegion: COMMERCIAL_HOME }) === true,
  );
}
