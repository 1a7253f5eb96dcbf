import { stripVTControlCharacters } from 'node:util';

/** Columns as wide as their widest cell; the last one takes what is left. Cells may be painted. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, ...rows];
  const widths = header.map((_, column) => Math.max(...all.map((row) => width(row[column] ?? ''))));
  const line = (row: readonly string[]): string =>
    row.map((cell, column) => (column === header.length - 1 ? cell : pad(cell, widths[column] ?? 0))).join('  ');
  return [line(header), widths.map((length) => '─'.repeat(length)).join('  '), ...rows.map(line)].join('\n');
}

const width = (cell: string): number => [...stripVTControlCharacters(cell)].length;
const pad = (cell: string, length: number): string => cell + ' '.repeat(Math.max(0, length - width(cell)));
