import type { Condition } from '../../match/condition.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { nearest } from '../nearest.ts';
import type { Remark } from './finding.ts';
import { asEquals, leavesOf } from './leaves.ts';
import type { RuleText } from './rule-text.ts';

/** Sources that no service writes. `condition` is one that `inSigma` made. */
export function lintSources(condition: Condition, text: RuleText, catalogue: Catalogue): Remark[] {
  const asked = leavesOf(condition).flatMap((leaf) => asEquals(leaf, 'eventSource') ?? []);
  // The same source once with regard to case and once without is told where it counts.
  const sources = new Map(asked.map(({ value, cased }) => [value, cased === true]));
  return [...sources].flatMap(([source, cased]): Remark[] => {
    const remark = remarkOn(source, cased, catalogue);
    return remark === undefined ? [] : [{ ...text.placeOfTest('eventSource', source), ...remark }];
  });
}

type Told = Pick<Remark, 'severity' | 'message' | 'hint'>;

function remarkOn(source: string, cased: boolean, catalogue: Catalogue): Told | undefined {
  if (catalogue.knowsSource(source)) {
    const lower = source.toLowerCase();
    return cased && source !== lower
      ? {
          severity: 'error',
          message: `"${source}" is compared with regard to case, and every eventSource is in lower case`,
          hint: `Write ${lower}`,
        }
      : undefined;
  }
  const near = nearestSource(source, catalogue.sources);
  return {
    severity: near === undefined ? 'warning' : 'error',
    message: `no service writes the eventSource ${source}`,
    hint: near === undefined ? 'Look it up in a record; it ends in .amazonaws.com' : `Did you mean "${near}"?`,
  };
}

const SUFFIX = '.amazonaws.com';

/** What all sources end in says nothing about which was meant: with it, every short name would be near to another. */
function nearestSource(source: string, sources: readonly string[]): string | undefined {
  if (!source.toLowerCase().endsWith(SUFFIX)) return nearest(source, sources);
  const near = nearest(
    source.slice(0, -SUFFIX.length),
    sources.map((known) => known.slice(0, -SUFFIX.length)),
  );
  return near === undefined ? undefined : near + SUFFIX;
}
