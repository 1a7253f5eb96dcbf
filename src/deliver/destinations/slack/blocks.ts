import type { ContextBlock, HeaderBlock, KnownBlock, PlainTextElement, SectionBlock } from '@slack/types';
import { orDash } from '../../../alert/facts.ts';
import { slackLink, slackText } from './escape.ts';
import { BLOCKS_MAX, FIELD_MAX, FIELDS_MAX, HEADER_MAX, SECTION_MAX } from './limits.ts';

/** What goes over the wire, by webhook and by bot alike. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
  /** `text` is for notifications and screen readers: no formatting, no names turned into mentions, no previews. */
  readonly mrkdwn: false;
  readonly parse: 'none';
  readonly link_names: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** Values go into `plain_text` only: the one kind of text in which Slack formats nothing. */
const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text: orDash(text), emoji: false });

/** `text` has been through mrkdwnText. */
export const message = (text: string, blocks: readonly KnownBlock[]): SlackMessage => ({
  text,
  blocks: blocks.slice(0, BLOCKS_MAX),
  mrkdwn: false,
  parse: 'none',
  link_names: false,
  unfurl_links: false,
  unfurl_media: false,
});

export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(slackText(text, HEADER_MAX)) });

export const section = (text: string, limit = SECTION_MAX): SectionBlock => ({
  type: 'section',
  text: plain(slackText(text, limit)),
});

/** Several lines of our own, each of them made harmless on its own, so that the line ends are ours. */
export const lines = (texts: readonly string[], limitEach: number): SectionBlock => ({
  type: 'section',
  text: plain(texts.map((text) => slackText(text, limitEach)).join('\n')),
});

export interface Field {
  readonly label: string;
  readonly value: string;
}

const LABEL_MAX = 60;
const LINE_END_ON_WIRE = 2;

/** Two columns on a desktop, one on a phone. */
export const fields = (rows: readonly Field[], limit = FIELD_MAX): SectionBlock => ({
  type: 'section',
  fields: rows.slice(0, FIELDS_MAX).map(({ label, value }) => {
    const name = slackText(label, LABEL_MAX);
    const room = limit - JSON.stringify(name).length + 2 - LINE_END_ON_WIRE;
    return plain(`${name}\n${orDash(slackText(value, room))}`);
  }),
});

export const context = (text: string, limit: number): ContextBlock => ({
  type: 'context',
  elements: [plain(slackText(text, limit))],
});

/** With its `&` as entities a link may have grown too long to be worth its place. */
const SLACK_LINK_MAX = 700;

/**
 * Links, not buttons: a button asks the app to answer, and shows a warning where nobody does. The only mrkdwn in a
 * message, and nothing from a record is in it.
 */
export function links(targets: readonly (readonly [label: string, url: string | undefined])[]): SectionBlock[] {
  const texts = targets
    .map(([label, url]) => (url === undefined ? '' : slackLink(url, label)))
    .filter((text) => text !== '' && text.length <= SLACK_LINK_MAX);
  if (texts.length === 0) return [];
  return [{ type: 'section', text: { type: 'mrkdwn', text: texts.join('   '), verbatim: true } }];
}
