import type { SlackMessage } from '../../src/deliver/destinations/slack/blocks.ts';

/** What a message says, block by block: a header or a text as it is, fields and elements as a list. */
export const textsOf = ({ blocks }: SlackMessage): unknown[] =>
  blocks.map((block) => {
    if (block.type === 'header') return block.text.text;
    if (block.type === 'section') return block.fields?.map(({ text }) => text) ?? block.text?.text;
    if (block.type === 'context')
      return block.elements.map((element) => ('text' in element ? element.text : element.type));
    return block.type;
  });
