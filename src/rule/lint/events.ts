import { mustEqual } from '../../match/access.ts';
import { type Condition, isLeaf } from '../../match/condition.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LoadedRule } from '../compile-rule.ts';
import { nearest } from '../nearest.ts';
import { asEquals, leavesOf } from './leaves.ts';
import type { Remark } from './lint.ts';
import type { RuleText } from './rule-text.ts';

/** An eventName with the sources that the rule asks for beside it; none where it takes any. */
interface AskedEvent {
  readonly name: string;
  readonly sources: readonly string[];
  /** Inside a `not`: the rule fires all the same, it only leaves out nothing. */
  readonly negated: boolean;
}

/** Events that CloudTrail never writes: an unknown source or name, and a name of another service. */
export function lintEvents({ compiled }: LoadedRule, text: RuleText, catalogue: Catalogue): Remark[] {
  const remarks = new Map<string, Remark>();
  for (const source of sourcesIn(compiled.condition)) {
    if (catalogue.knowsSource(source)) continue;
    const near = nearest(source, catalogue.sources);
    remarks.set(source, {
      severity: near === undefined ? 'warning' : 'error',
      ...text.placeOfTest('eventSource', source),
      message: `no service writes the eventSource ${source}`,
      hint: near === undefined ? 'Look it up in a record; it ends in .amazonaws.com' : `Did you mean "${near}"?`,
    });
  }
  for (const asked of eventsIn(compiled.condition, [], false)) {
    const remark = remarkOn(asked, catalogue);
    if (remark !== undefined) remarks.set(asked.name, { ...text.placeOfTest('eventName', asked.name), ...remark });
  }
  return [...remarks.values()];
}

function sourcesIn(condition: Condition): ReadonlySet<string> {
  return new Set(leavesOf(condition).flatMap((leaf) => asEquals(leaf, 'eventSource')?.value ?? []));
}

/** The depth is bounded by MAX_CONDITION_DEPTH. */
function eventsIn(condition: Condition, sources: readonly string[], negated: boolean): AskedEvent[] {
  if (isLeaf(condition)) {
    const leaf = asEquals(condition, 'eventName');
    return leaf === undefined ? [] : [{ name: leaf.value, sources, negated }];
  }
  if ('not' in condition) return eventsIn(condition.not, sources, !negated);
  if ('any' in condition) return condition.any.flatMap((part) => eventsIn(part, sources, negated));
  const own = mustEqual(condition, 'eventSource');
  return condition.all.flatMap((part) => eventsIn(part, own === undefined ? sources : [...own], negated));
}

function remarkOn({ name, sources, negated }: AskedEvent, catalogue: Catalogue): Remark | undefined {
  const known = sources.filter((source) => catalogue.knowsSource(source));
  const writers = catalogue.sourcesOf(name);
  // A source that nobody knows has been told already.
  if (known.length < sources.length) return undefined;
  if (known.some((source) => catalogue.knows(source, name) === 'yes')) return renamed(name, known, catalogue);
  if (known.length === 0)
    return writers.length > 0 || isDated(name, catalogue)
      ? undefined
      : unknownName(
          name,
          catalogue.sources.flatMap((source) => catalogue.namesOf(source)),
        );
  if (writers.length === 0)
    return unknownName(
      name,
      known.flatMap((source) => catalogue.namesOf(source)),
    );
  const sure = !negated && writers.length <= FEW && known.every((source) => catalogue.isModelled(source));
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

/** Mistakes are small; comparing with all of twenty thousand names takes a second. */
const MOST_EDITS = 3;

/** A warning, since services get new operations all the time. */
function unknownName(name: string, names: readonly string[]): Remark {
  const near = nearest(name, new Set(names.filter((other) => Math.abs(other.length - name.length) <= MOST_EDITS)));
  return {
    severity: 'warning',
    message: `no service is known to write the eventName ${name}`,
    hint: near === undefined ? 'Look it up in a record' : `Did you mean "${near}"?`,
  };
}

/** Known as an operation, and yet never in a record under this name. */
function renamed(name: string, sources: readonly string[], catalogue: Catalogue): Remark | undefined {
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
