import type { CloudWatchLeaf, CloudWatchValue } from './leaf.ts';

/** The comparison as it stands in a pattern: `$.userIdentity.type = "Root"`; parsing it gives the same leaf again. */
export function leafText({ selector, op, value }: CloudWatchLeaf): string {
  const comparison = `${selectorText(selector)} ${op}`;
  return value === null ? comparison : `${comparison} ${valueText(value)}`;
}

/** `$.requestParameters.items[0]['with space']`; the wildcard prints as `[*]`. */
export function selectorText(selector: CloudWatchLeaf['selector']): string {
  return `$${selector.map(partText).join('')}`;
}

function partText(part: string | number | null): string {
  if (part === null) return '[*]';
  if (typeof part === 'number') return `[${part}]`;
  return /^[\w-]+$/.test(part) ? `.${part}` : `['${part.replaceAll(/['\\]/g, '\\$&')}']`;
}

function valueText(value: CloudWatchValue): string {
  if ('quoted' in value) return `"${value.quoted.replaceAll(/["\\]/g, '\\$&')}"`;
  if ('bare' in value) return value.bare;
  return 'number' in value ? value.number : `%${value.regex}%`;
}
