import type { Measured } from './rounds.ts';
import type { Took } from './way-thread.ts';

/** One of the promises, and what was measured of it. */
export interface Ratio {
  readonly name: string;
  readonly wall: number;
  readonly cpu: number;
  readonly target: string;
  readonly met: (ratio: number) => boolean;
}

const [MAJOR = 0] = process.versions.node.split('.').map(Number);
/** JSON.parse of Node 24 is half as fast again as that of Node 20, so the same reader is less ahead of it. */
const AHEAD_OF_PARSING = MAJOR >= 24 ? 2 : 2.7;

const atLeast = (least: number) => ({ target: `≥ ${least.toFixed(1)}`, met: (ratio: number) => ratio >= least });
const under = (most: number) => ({ target: `< ${most}`, met: (ratio: number) => ratio < most });
const atMost = (most: number) => ({ target: `≤ ${most}`, met: (ratio: number) => ratio <= most });
const none = { target: '', met: () => true };

/** The ratios of what was measured; those that were promised of this corpus have a target. */
export function ratiosOf(measured: readonly Measured[], corpus: string): Ratio[] {
  const took = new Map(measured.map(({ way, took }) => [way.name, took]));
  const ratio = (name: string, above: string, below: string, goal: Pick<Ratio, 'target' | 'met'>): Ratio[] => {
    const [over, under] = [took.get(above), took.get(below)];
    return over === undefined || under === undefined ? [] : [{ name, ...divided(over, under), ...goal }];
  };
  const large = corpus === 'generated';
  const ahead = large ? atLeast(AHEAD_OF_PARSING) : corpus === 'small' ? atLeast(1.8) : none;
  return [
    ...ratio('(e) 1,000 rules / (c)', 'e1000', 'json', large ? under(1) : none),
    ...ratio('(b) / (e) 1,000 rules', 'parse-all', 'e1000', ahead),
    ...ratio('(d) / (e) 1,000 rules', 'd1000', 'e1000', large ? atLeast(2.5) : none),
    ...ratio('(e) 1,000 rules / (e) 50 rules', 'e1000', 'e50', large ? atMost(1.15) : none),
    ...ratio('(b) / (e) without rules that only count', 'parse-all', 'e-told', none),
    ...ratio('(e) without them / (c)', 'e-told', 'json', none),
    ...ratio('(d) / (e) without them', 'd-told', 'e-told', none),
    ...ratio('(e) without them / (e) 50 rules', 'e-told', 'e50', none),
    ...ratio('(e) 1,000 rules / (a)', 'e1000', 'gunzip', none),
  ];
}

const divided = (over: Took, under: Took): Took => ({ wall: over.wall / under.wall, cpu: over.cpu / under.cpu });
