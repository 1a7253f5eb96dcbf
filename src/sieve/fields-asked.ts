import { type Condition, isLeaf } from '../match/condition.ts';
import { inputsOf } from './left/verdict.ts';

/** The fields that conditions ask for, those first that most of them ask for. The build stores it with the rules. */
export function fieldsAsked(conditions: readonly Condition[]): readonly (readonly string[])[] {
  const asked = new Map<string, { readonly path: readonly string[]; times: number }>();
  const waiting: Condition[] = [...conditions];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isLeaf(next)) waiting.push(...('not' in next ? [next.not] : 'all' in next ? next.all : next.any));
    else {
      for (const path of inputsOf(next) ?? []) {
        const known = asked.get(JSON.stringify(path));
        if (known === undefined) asked.set(JSON.stringify(path), { path, times: 1 });
        else known.times++;
      }
    }
  }
  return [...asked.values()].sort((a, b) => b.times - a.times).map(({ path }) => path);
}
