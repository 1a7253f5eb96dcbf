/** Slack's limits. Characters are counted as they go over the wire, which is never less than Slack counts. */

/** https://docs.slack.dev/reference/block-kit/blocks/header-block */
export const HEADER_MAX = 150;
/** https://docs.slack.dev/reference/block-kit/blocks/section-block: `text` */
export const SECTION_MAX = 3000;
/** The same page: the text of one of the `fields`. */
export const FIELD_MAX = 2000;
/** The same page: "Maximum number of items is 10". */
export const FIELDS_MAX = 10;
/** https://docs.slack.dev/reference/block-kit/blocks: "up to 50 blocks in each message" */
export const BLOCKS_MAX = 50;
/**
 * All blocks together: undocumented, about 13,200 characters before `msg_blocks_too_long`
 * (https://github.com/slackapi/bolt-js/issues/2509). Measured on the JSON of the whole message.
 */
export const MESSAGE_MAX = 8000;
