/** A mark for a line end that was taken out, so that an attacker's second line never looks like one of ours. */
const LINE_END_MARK = '⏎';
const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/**
 * What a reader cannot see: C0 and C1 controls (ANSI starts with one), bidi controls that reorder a line, zero-width
 * characters, byte order marks, tag characters; and noncharacters like U+FFFE, which SQS refuses in a message.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}]/gu;

const ELLIPSIS = '…';

/**
 * Text from a record as one visible line of at most `budget` code points. Harmless for any medium that knows no
 * markup; a medium with markup escapes afterwards, never before, or the cut could split an entity.
 */
export function harmless(text: string, budget: number): string {
  const visible = text.toWellFormed().replace(LINE_ENDS, LINE_END_MARK).replaceAll('\t', ' ').replace(UNSEEN, '');
  return cut(visible, budget);
}

/** At most `budget` code points (not UTF-16 units: a cut never splits a character), the last one `…` where any are missing. */
export const cut = (text: string, budget: number): string => cutByCost(text, budget, () => 1);

/**
 * The longest start of the text whose code points cost at most `budget` together, with `…` (at a cost of 1) where
 * something is missing.
 */
export function cutByCost(text: string, budget: number, costOf: (codePoint: string) => number): string {
  let spent = 0;
  let end = 0;
  let endWithRoom = 0;
  for (const codePoint of text) {
    spent += costOf(codePoint);
    if (spent > budget) return text.slice(0, endWithRoom) + ELLIPSIS;
    end += codePoint.length;
    if (spent < budget) endWithRoom = end;
  }
  return text;
}

/**
 * Keeps mail programs from making a link of an address that an attacker wrote. Analysts read `[:]//` as `://`;
 * other dots stay, since IP addresses and service names would be unreadable.
 */
export const unlinked = (text: string): string => text.replaceAll('://', '[:]//').replace(/\bwww\./gi, 'www[.]');
