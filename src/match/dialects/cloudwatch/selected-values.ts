import { isObject, type JsonObject, own } from '../../../json.ts';
import { DERIVED } from '../../../record/derived.ts';
import type { CloudWatchLeaf } from './leaf.ts';

/**
 * The values at the end of a leaf's selector: none, one, or with a wildcard several. Lists do not stand for their
 * elements here: a position or `[*]` must name them. `$.derived.…` is computed.
 */
export function selectedValues({ selector }: Pick<CloudWatchLeaf, 'selector'>, record: JsonObject): readonly unknown[] {
  const { roots, rest } = start(selector, record);
  let values = roots;
  for (const part of rest) {
    const next: unknown[] = [];
    for (const value of values) follow(value, part, next);
    values = next;
  }
  return values;
}

function start(
  selector: CloudWatchLeaf['selector'],
  record: JsonObject,
): { readonly roots: readonly unknown[]; readonly rest: CloudWatchLeaf['selector'] } {
  if (selector[0] !== 'derived') return { roots: [record], rest: selector };
  for (let end = 2; end <= selector.length; end++) {
    const derive = DERIVED.get(selector.slice(1, end).join('.'));
    const value = derive?.(record);
    if (derive !== undefined) return { roots: value === undefined ? [] : [value], rest: selector.slice(end) };
  }
  return { roots: [], rest: [] };
}

/** The wildcard selects "any array element or any JSON object field" (user guide). */
function follow(value: unknown, part: string | number | null, found: unknown[]): void {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    if (part === null) for (const element of list) found.push(element);
    else if (typeof part === 'number' && part < list.length) found.push(list[part]);
  } else if (isObject(value)) {
    if (part === null) for (const field of Object.values(value)) found.push(field);
    else if (typeof part === 'string' && Object.hasOwn(value, part)) found.push(own(value, part));
  }
}
