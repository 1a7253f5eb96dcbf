import { writtenTime } from '../../record/event-time.ts';
import { FIRST_SPAN, FIRST_VALUE } from './cell.ts';
import type { ScannerMemory } from './memory.ts';

const QUOTE = 0x22;
/** Neither quotes nor backslashes nor letters of other alphabets. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** The JSON that cells stand for. Places are those of memory; `recordAt` is where the record begins. */
export class CellTexts {
  readonly #memory: ScannerMemory;
  /** Where the spans of values with numbers lie, in words. */
  readonly #spans: number;

  constructor(memory: ScannerMemory, spans: number) {
    this.#memory = memory;
    this.#spans = spans / 4;
  }

  jsonOf(cell: number, recordAt: number): string {
    return this.#textOf(cell, recordAt, 'utf8');
  }

  /** The same with one letter for each byte. */
  bytesOf(cell: number, recordAt: number): string {
    return this.#textOf(cell, recordAt, 'latin1');
  }

  /** The text that a span stands for, where it is one as JSON.parse would give it; undefined where that must be asked. */
  plainTextOf(cell: number, recordAt: number): string | undefined {
    if (!this.#isText(cell, recordAt)) return undefined;
    const begin = recordAt + (cell >>> 12);
    const text = this.#memory.bytes.toString('latin1', begin + 1, begin + (cell & 0xfff) - 1);
    return PLAIN.test(text) ? text : undefined;
  }

  /** The time that a span stands for, where CloudTrail's own form of it does (record/event-time.ts). */
  writtenTimeOf(cell: number, recordAt: number): number | undefined {
    if (!this.#isText(cell, recordAt)) return undefined;
    const begin = recordAt + (cell >>> 12);
    return writtenTime(this.#memory.bytes, begin + 1, begin + (cell & 0xfff) - 1);
  }

  /** Whether it is a span that holds a text. */
  #isText(cell: number, recordAt: number): boolean {
    return cell >= FIRST_SPAN && this.#memory.bytes[recordAt + (cell >>> 12)] === QUOTE;
  }

  #textOf(cell: number, recordAt: number, encoding: 'utf8' | 'latin1'): string {
    const { bytes, words } = this.#memory;
    if (cell >= FIRST_SPAN) {
      const begin = recordAt + (cell >>> 12);
      return bytes.toString(encoding, begin, begin + (cell & 0xfff));
    }
    const span = this.#spans + (cell - FIRST_VALUE) * 2;
    const begin = words[span] as number;
    return bytes.toString(encoding, begin, begin + (words[span + 1] as number));
  }
}
