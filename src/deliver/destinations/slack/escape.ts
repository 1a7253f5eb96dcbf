import { cutByCost, harmless } from '../../../alert/text.ts';

/** The three characters that Slack reads as control: https://docs.slack.dev/messaging/formatting-message-text#escaping */
const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
]);

/**
 * Text from a record for a `plain_text` object. At most `limit` characters go over the wire, entities and JSON's
 * backslashes included, so that no text can grow out of its limit; an entity is whole or not there.
 *
 * Slack documents no control sequences in `plain_text`; it is escaped all the same, because an entity shown as such
 * is a blemish, and a mention is sent.
 */
export const slackText = (text: string, limit: number): string =>
  escape(cutByCost(harmless(text, limit), limit, onWire));

/** The same for a text that Slack reads as mrkdwn, where nothing escapes a backtick: it becomes a look-alike. */
export const mrkdwnText = (text: string, limit: number): string => slackText(text.replaceAll('`', 'ˋ'), limit);

/** A link of our own. The address has been checked and holds no `|` or `>`; the label is a constant. */
export const slackLink = (url: string, label: string): string => `<${escape(url)}|${label}>`;

const escape = (text: string): string => text.replace(/[&<>]/g, (char) => ENTITIES.get(char) ?? char);

const onWire = (codePoint: string): number => {
  if (codePoint === '"' || codePoint === '\\') return 2;
  return ENTITIES.get(codePoint)?.length ?? codePoint.length;
};
