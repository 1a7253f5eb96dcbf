import { readFileSync, writeFileSync } from 'node:fs';

/** A table of Markdown whose columns line up, which reads as well in a terminal. */
export function table(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const all = [header, ...rows].map((row) => row.map(String));
  const widths = header.map((_, column) => Math.max(3, ...all.map((row) => row[column]?.length ?? 0)));
  const numeric = header.map((_, column) => rows.every((row) => typeof row[column] === 'number'));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (numeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) => (numeric[i] ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(all[0] ?? []), line(rule), ...all.slice(1).map(line)].join('\n');
}

/** Puts what a command found between its markers in a page, `<!-- name -->` and `<!-- /name -->`. */
export function putBetween(file: string, name: string, text: string): void {
  const page = readFileSync(file, 'utf8');
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, until] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || until < from) throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(until)}`);
}

export const PAGE = 'docs/rule-quality.md';

/** Counts by a key, the most frequent first. */
export class Counts {
  readonly #counts = new Map<string, number>();

  add(key: string, by = 1): void {
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by);
  }

  of = (key: string): number => this.#counts.get(key) ?? 0;

  get total(): number {
    return [...this.#counts.values()].reduce((sum, count) => sum + count, 0);
  }

  sorted(): [string, number][] {
    return [...this.#counts].sort(([a, many], [b, more]) => more - many || a.localeCompare(b));
  }
}
