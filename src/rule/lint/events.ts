import { mustEqual } from '../../match/access.ts';
import { type Condition, isLeaf } from '../../match/condition.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LoadedRule } from '../compile-rule.ts';
import { lintSources } from './event-sources.ts';
import type { Remark } from './finding.ts';
import { inSigma } from './in-sigma.ts';
import { asEquals } from './leaves.ts';
import { isMisspelling, nearestName } from './misspelt.ts';
import type { RuleText } from './rule-text.ts';

/** An eventName with the sources that the rule asks for beside it; none where it takes any. */
interface AskedEvent {
  readonly name: string;
  readonly sources: readonly string[];
  /** Inside a `not`: the rule fires all the same, it only leaves out nothing. */
  readonly negated: boolean;
  /** The name is compared with regard to case. */
  readonly cased: boolean;
}

/** Events that CloudTrail never writes: an unknown source or name, and a name of another service. */
export function lintEvents({ compiled }: LoadedRule, text: RuleText, catalogue: Catalogue): Remark[] {
  const condition = inSigma(compiled.condition);
  const remarks = new Map<string, Remark>();
  // Each event once: a pattern with $or asks for the same one in every combination.
  const asked = new Map(eventsIn(condition, [], false).map((event) => [JSON.stringify(event), event]));
  for (const event of asked.values()) {
    const remark = remarkOn(event, catalogue);
    if (remark !== undefined) remarks.set(event.name, { ...text.placeOfTest('eventName', event.name), ...remark });
  }
  return [...lintSources(condition, text, catalogue), ...remarks.values()];
}

/** The depth is bounded by MAX_CONDITION_DEPTH. */
function eventsIn(condition: Condition, sources: readonly string[], negated: boolean): AskedEvent[] {
  if (isLeaf(condition)) {
    const leaf = asEquals(condition, 'eventName');
    return leaf === undefined ? [] : [{ name: leaf.value, sources, negated, cased: leaf.cased === true }];
  }
  if ('not' in condition) return eventsIn(condition.not, sources, !negated);
  if ('any' in condition) return condition.any.flatMap((part) => eventsIn(part, sources, negated));
  const own = mustEqual(condition, 'eventSource');
  return condition.all.flatMap((part) => eventsIn(part, own === undefined ? sources : [...own], negated));
}

type Told = Pick<Remark, 'severity' | 'message' | 'hint'>;

function remarkOn({ name, sources, negated, cased }: AskedEvent, catalogue: Catalogue): Told | undefined {
  const known = sources.filter((source) => catalogue.knowsSource(source));
  const writers = catalogue.sourcesOf(name);
  // A source that nobody knows has been told already.
  if (known.length < sources.length) return undefined;
  if (known.some((source) => catalogue.knows(source, name) === 'yes')) {
    return renamed(name, known, catalogue) ?? (cased ? otherCase(name, known, catalogue) : undefined);
  }
  const allModelled = known.every((source) => catalogue.isModelled(source));
  if (writers.length === 0) {
    if (known.length === 0 && isDated(name, catalogue)) return undefined;
    const among = known.length === 0 ? catalogue.names : known.flatMap((source) => catalogue.namesOf(source));
    const near = nearestName(name, among);
    const sure = !negated && allModelled && near !== undefined && isMisspelling(name, near, catalogue);
    return unknownName(name, near, sure);
  }
  if (known.length === 0) return cased ? otherCase(name, writers, catalogue) : undefined;
  const sure = !negated && writers.length <= FEW && allModelled;
  return {
    severity: sure ? 'error' : 'warning',
    message: `${known.join(' and ')} ${known.length === 1 ? 'has' : 'have'} no event ${name}`,
    hint: `It is one of ${listed(writers)}`,
  };
}

/** Names that many services have, like TagResource, may be new to one more; that is no sure mistake. */
const FEW = 5;

const listed = (names: readonly string[]): string =>
  names.length <= FEW ? names.join(', ') : `${names.slice(0, FEW).join(', ')} and ${names.length - FEW} more`;

/** With the date of an API behind it, and no source beside it. */
const isDated = (name: string, catalogue: Catalogue): boolean =>
  ['lambda.amazonaws.com', 'cloudfront.amazonaws.com'].some((source) => catalogue.knows(source, name) === 'yes');

const unknownName = (name: string, near: string | undefined, sure: boolean): Told => ({
  // Services get new operations all the time.
  severity: sure ? 'error' : 'warning',
  message: `no service is known to write the eventName ${name}`,
  hint: near === undefined ? 'Look it up in a record' : `Did you mean "${near}"?`,
});

/** Known as an operation, and yet never in a record under this name. */
function renamed(name: string, sources: readonly string[], catalogue: Catalogue): Told | undefined {
  const instead = sources.flatMap((source) => catalogue.recordedAs(source, name));
  // Where another of the sources writes it as it is, the rule can fire.
  if (
    sources.some((source) => catalogue.knows(source, name) === 'yes' && catalogue.recordedAs(source, name).length === 0)
  ) {
    return undefined;
  }
  const dated = instead.some((other) => other.startsWith(name));
  return {
    severity: 'warning',
    message: `CloudTrail writes ${name} as ${instead.join(' or ')}`,
    hint: dated ? `Ask for derived.apiName: ${name}, which leaves the date out` : `Ask for ${instead.join(' and ')}`,
  };
}

/** The right name in other letters, where letters count. A warning: some services write names otherwise than their API. */
function otherCase(name: string, sources: readonly string[], catalogue: Catalogue): Told | undefined {
  if (!sources.every((source) => catalogue.isModelled(source))) return undefined;
  const written = sources.flatMap((source) =>
    catalogue.namesOf(source).filter((other) => other.toLowerCase() === name.toLowerCase()),
  );
  const [first] = written;
  return first === undefined || written.includes(name)
    ? undefined
    : {
        severity: 'warning',
        message: `"${name}" is compared with regard to case, and CloudTrail writes ${first}`,
        hint: `Write ${first}`,
      };
}
