import type { Scanner } from './cells/scanner.ts';

/** The JSON of some records of a window, which outlives it: one text for all, since a hundred copies take longer than one. */
export class KeptJson {
  readonly #scanner: Scanner;
  #text = '';

  constructor(scanner: Scanner) {
    this.#scanner = scanner;
  }

  /** @returns gives the record's JSON, from when all are kept; undefined where it is no JSON, or too odd to tell */
  keep(record: number): (() => string) | undefined {
    const begin = this.#scanner.keep(record);
    if (begin === undefined) return undefined;
    const end = begin + this.#scanner.end(record) - this.#scanner.begin(record);
    return () => Buffer.from(this.#text.slice(begin, end), 'latin1').toString('utf8');
  }

  /** Takes what was kept out of the scanner's memory, before the next scan. */
  take(): void {
    this.#text = this.#scanner.kept;
  }
}
