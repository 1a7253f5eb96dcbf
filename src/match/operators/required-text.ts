/** What may stand before a pattern: flags for all of it. */
const FLAGS = /^\(\?([imsU]+)\)/;
/** One part of a pattern: the begin of a group, an escape, a class, a count, or a character. */
const PART = /\(\?:?|\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\[])*\]|\{\d+(?:,\d*)?\}|[\s\S]/gy;
/** Escapes of a letter or a digit stand for something else than themselves. */
const ESCAPED_TEXT = /^\\[^A-Za-z0-9]$/;
/** Classes, quotes and codes, whose end is not looked for. */
const UNREAD = /^(?:\\[pPQxC0-9]|\[$|\{$)/;
const ASCII = /^[ -~]$/;
/** What may be missing stands before one of these. */
const MAYBE_NONE = /^[*?{]/;

export interface RequiredTexts {
  /** One of these; empty where nothing is sure. */
  readonly texts: readonly string[];
  /** The texts are in lower case, and the pattern does not look at case. */
  readonly anyCase: boolean;
}

/** Where a pattern has more ways than these, it is tried. */
const MOST_TEXTS = 32;
const NOTHING: readonly string[] = [];

/**
 * Texts, one of which stands in everything that an RE2 pattern matches, the longest that are easily seen: to look for them
 * is much cheaper than to try the pattern, and they are seldom there. In doubt there are none.
 *
 * @example
 * requiredTexts('(?i)(^|/)(AWSLogs|Trails)/.*[.]gz$') // { texts: ['awslogs', 'trails'], anyCase: true }
 */
export function requiredTexts(pattern: string): RequiredTexts {
  const flags = FLAGS.exec(pattern);
  const anyCase = flags?.[1]?.includes('i') ?? false;
  const texts = textsOf(pattern.slice(flags?.[0].length ?? 0));
  return { texts: anyCase ? texts.map((text) => text.toLowerCase()) : texts, anyCase };
}

function textsOf(pattern: string): readonly string[] {
  const levels = [new Level()];
  for (const [part] of pattern.matchAll(PART)) {
    const level = levels.at(-1) as Level;
    const text = literalIn(part);
    // Flags and names of groups, and what is not looked into.
    if (part === '(?' || UNREAD.test(part)) return NOTHING;
    if (MAYBE_NONE.test(part)) level.forgetLast();
    else if (part === '(' || part === '(?:') levels.push(new Level());
    else if (part === ')') {
      levels.pop();
      const outer = levels.at(-1);
      if (outer === undefined) return NOTHING;
      outer.addGroup(level.end());
    } else if (part === '|') level.addAlternative();
    else if (text === undefined) level.endRun();
    else level.addLetter(text);
  }
  return levels.length === 1 ? (levels[0] as Level).end() : NOTHING;
}

/** What was seen of a group, or of the whole pattern. */
class Level {
  readonly #alternatives: (readonly string[])[] = [];
  #best = NOTHING;
  #run = '';
  #group = NOTHING;

  addLetter(letter: string): void {
    if (this.#group.length > 0) this.endRun();
    this.#run += letter;
  }

  addGroup(texts: readonly string[]): void {
    this.endRun();
    this.#group = texts;
  }

  /** The last letter, or group, may be missing. */
  forgetLast(): void {
    if (this.#group.length > 0) this.#group = NOTHING;
    else this.#run = this.#run.slice(0, -1);
    this.endRun();
  }

  endRun(): void {
    const run = this.#run === '' ? NOTHING : [this.#run];
    for (const texts of [run, this.#group]) if (shortest(texts) > shortest(this.#best)) this.#best = texts;
    this.#run = '';
    this.#group = NOTHING;
  }

  addAlternative(): void {
    this.endRun();
    this.#alternatives.push(this.#best);
    this.#best = NOTHING;
  }

  /** Of every alternative one. */
  end(): readonly string[] {
    this.addAlternative();
    const all = this.#alternatives.flat();
    return this.#alternatives.includes(NOTHING) || all.length > MOST_TEXTS ? NOTHING : all;
  }
}

const shortest = (texts: readonly string[]): number =>
  texts.length === 0 ? 0 : Math.min(...texts.map(({ length }) => length));

/** The character that a part stands for; undefined where it is none, or one whose case is not simple. */
function literalIn(part: string): string | undefined {
  if (part.length > 1) return ESCAPED_TEXT.test(part) ? part.slice(1) : undefined;
  return ASCII.test(part) && !'.^$*+?()|[{'.includes(part) ? part : undefined;
}
