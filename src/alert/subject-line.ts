import type { Alert } from './alert.ts';
import { levelWord, timesSeen } from './facts.ts';
import { MISSING } from './field-text.ts';
import { harmless } from './text.ts';

/**
 * "Subjects … must begin with a letter, number, or punctuation mark; must not include line breaks or control
 * characters; and must be less than 100 characters long": https://docs.aws.amazon.com/sns/latest/api/API_Publish.html.
 * An older text of the same page asks for ASCII, so this is the stricter of the two.
 */
export const SUBJECT_MAX = 99;

const ACTOR_MAX = 24;
const ACCOUNT_MAX = 12;
const REGION_MAX = 20;

/** `[CRITICAL] Trail deleted: prod-trail by alice (123456789012, eu-west-1)`; only the title gives way for length. */
export function subjectLine(alert: Alert): string {
  const again = {
    alert: '',
    repeat: `${timesSeen(alert)} times: `,
    ended: 'Over: ',
    summary: `${alert.silenced?.count ?? 0} more: `,
  }[alert.kind];
  const start = `[${levelWord(alert.rule.level)}] ${again}`;
  const { account, region } = alert.event;
  const nowhere = account === MISSING && region === MISSING;
  const where = nowhere ? '' : ` (${ascii(account, ACCOUNT_MAX)}, ${ascii(region, REGION_MAX)})`;
  // Many titles say who did it; to say it twice costs the end of the title.
  const by =
    alert.actor.name === MISSING || alert.title.includes(alert.actor.name)
      ? ''
      : ` by ${ascii(alert.actor.name, ACTOR_MAX)}`;
  const end = `${by}${where}`;
  return `${start}${ascii(alert.title, SUBJECT_MAX - start.length - end.length)}${end}`;
}

/** One `?` for each character outside U+0020–7E, so that a look-alike name does not pass for the real one. */
function ascii(text: string, max: number): string {
  const printable = harmless(text, SUBJECT_MAX * 2)
    .replaceAll('⏎', ' ')
    .replace(/[^\x20-\x7e]/gu, '?')
    .trim();
  if (printable === '') return '-';
  return printable.length <= max ? printable : `${printable.slice(0, max - 3)}...`;
}
