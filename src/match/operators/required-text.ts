/** What may stand before a pattern: flags for all of it. */
const FLAGS = /^\(\?([imsU]+)\)/;
/** One part of a pattern: an escape, a class, a count, or a character. */
const PART = /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\[])*\]|\{\d+(?:,\d*)?\}|[\s\S]/gy;
/** Escapes of a letter or a digit stand for something else than themselves. */
const ESCAPED_TEXT = /^\\[^A-Za-z0-9]$/;
/** Classes, quotes and codes, whose end is not looked for. */
const UNREAD = /^(?:\\[pPQxC0-9]|\[$|\{$)/;
/** Flags in the middle of a pattern, for what stands behind them. */
const LATER_FLAGS = /\(\?[a-zA-Z-]+\)/;
const ASCII = /^[ -~]$/;

export interface RequiredText {
  /** Empty where nothing is sure. */
  readonly text: string;
  /** The text is in lower case, and the pattern does not look at case. */
  readonly anyCase: boolean;
}

/**
 * A text that stands in everything that an RE2 pattern matches, the longest that is easily seen: to look for it is much
 * cheaper than to try the pattern, and it is seldom there. In doubt there is none.
 *
 * @example
 * requiredText('(?i)(^|/)AWSLogs/.*[.]gz$') // { text: 'awslogs/', anyCase: true }
 */
export function requiredText(pattern: string): RequiredText {
  const flags = FLAGS.exec(pattern);
  const anyCase = flags?.[1]?.includes('i') ?? false;
  const rest = pattern.slice(flags?.[0].length ?? 0);
  const text = LATER_FLAGS.test(rest) ? '' : longestRun(rest);
  return { text: anyCase ? text.toLowerCase() : text, anyCase };
}

function longestRun(pattern: string): string {
  let [longest, run, depth] = ['', '', 0];
  const end = (): void => {
    if (run.length > longest.length) longest = run;
    run = '';
  };
  for (const [part] of pattern.matchAll(PART)) {
    const text = literalIn(part);
    if (part === '|' && depth === 0) return '';
    // What may be missing, or stands for more than one text, is not looked into.
    if (UNREAD.test(part)) return '';
    if (part === '(') depth++;
    if (depth === 0 && text !== undefined) run += text;
    else if (depth === 0) {
      if (/^[*?{]/.test(part)) run = run.slice(0, -1);
      end();
    } else end();
    if (part === ')') depth--;
  }
  end();
  return depth === 0 ? longest : '';
}

/** The character that a part stands for; undefined where it is none, or one whose case is not simple. */
function literalIn(part: string): string | undefined {
  if (part.length > 1) return ESCAPED_TEXT.test(part) ? part.slice(1) : undefined;
  return ASCII.test(part) && !'.^$*+?()|[{'.includes(part) ? part : undefined;
}
