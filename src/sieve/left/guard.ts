import { ABSENT } from '../cells/cell.ts';
import type { RecordCells } from '../cells/cells.ts';
import type { Left } from './rest.ts';
import type { Judges } from './verdict.ts';

interface GuardedField {
  readonly field: number;
  /** Any of the words. */
  readonly pattern: RegExp | undefined;
  readonly waiting: readonly { readonly left: Left; readonly words: readonly string[] }[];
}

/**
 * Rules that match no record unless one of their words is in it. All words are looked for at once, in the bytes as they
 * are, so that a hundred rules about the keys of objects cost hardly more than a few.
 */
export class Guard {
  /** The rules that are not behind it. */
  readonly unguarded: readonly Left[];
  readonly #fields: readonly GuardedField[];

  constructor(left: readonly Left[], judges: Judges) {
    const guarded = new Set(left.filter(({ words }) => words !== undefined && judges.knowsAll(words.keys())));
    this.unguarded = left.filter((one) => !guarded.has(one));
    const paths = new Set([...guarded].flatMap(({ words }) => [...(words?.keys() ?? [])]));
    this.#fields = [...paths].map((path) => guardedField(path, [...guarded], judges));
  }

  /** The rules that a record may match, as far as its words go. @param cells look at the record */
  letThrough(cells: RecordCells): ReadonlySet<Left> {
    let found: Set<Left> | undefined;
    for (const { field, pattern, waiting } of this.#fields) {
      if (cells.cell(field) === ABSENT) continue;
      const json = cells.plainJson(field);
      if (json !== undefined && pattern?.test(json) === false) continue;
      for (const { left, words } of waiting) {
        if (json === undefined || words.some((word) => json.includes(word))) (found ??= new Set()).add(left);
      }
    }
    return found ?? NONE;
  }
}

const NONE: ReadonlySet<Left> = new Set();

function guardedField(path: string, guarded: readonly Left[], judges: Judges): GuardedField {
  const waiting = guarded.flatMap((left) => {
    const words = left.words?.get(path);
    return words === undefined ? [] : [{ left, words }];
  });
  const all = [...new Set(waiting.flatMap(({ words }) => words))];
  return { field: judges.numberOf(JSON.parse(path) as string[]) as number, pattern: anyOf(all), waiting };
}

/** Undefined where any value will do. */
const anyOf = (words: readonly string[]): RegExp | undefined =>
  words.includes('') ? undefined : new RegExp(words.map((word) => word.replaceAll(SPECIAL, '\\$&')).join('|'));

const SPECIAL = /[$()*+.?[\\\]^{|}]/g;
