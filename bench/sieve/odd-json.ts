import type { Chance } from './chance.ts';

/** Writes a value as JSON in one of the many ways in which it may be written; parsing gives the same value back. */
export function oddJson(value: unknown, chance: Chance, oddness: number): string {
  if (typeof value === 'string') return text(value, chance, oddness);
  if (typeof value === 'number') return chance.is(oddness) ? value.toExponential() : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const blank = (): string => (chance.is(oddness) ? chance.one([' ', '\n', '\t', '\r\n', '  ']) : '');
  const inner = (part: unknown): string => blank() + oddJson(part, chance, oddness) + blank();
  if (Array.isArray(value)) return `[${value.map(inner).join(',')}]`;
  const members = Object.entries(value).map(
    ([key, part]) => `${blank()}${text(key, chance, oddness / 4)}${blank()}:${inner(part)}`,
  );
  return members.length === 0 ? `{${blank()}}` : `{${members.join(',')}}`;
}

function text(value: string, chance: Chance, oddness: number): string {
  const json = JSON.stringify(value);
  if (!chance.is(oddness)) return json;
  let odd = '"';
  for (const unit of value.split('')) {
    if (chance.is(0.2)) odd += `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    else if (unit === '/') odd += '\\/';
    else odd += JSON.stringify(unit).slice(1, -1);
  }
  return `${odd}"`;
}
