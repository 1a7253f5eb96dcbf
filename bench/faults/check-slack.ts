import { isObject, type JsonObject } from '../../src/json.ts';
import { tokensOf } from '../../test/deliver/mrkdwn-tokens.ts';

/** Slack's limits, from its documentation, written once more. */
const LIMITS = { blocks: 50, header: 150, section: 3000, field: 2000, fields: 10, message: 13_200 };
/** The links that we make: the console of AWS, and the runbook that a rule names. */
const OUR_LINK =
  /^<https:\/\/(?:[a-z0-9-]+\.)?console\.(?:aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)\/[^\s|<>]*\|[\w ]+>$/;

/** What a Slack client would make of a message that it should not. */
export function checkSlack(message: unknown): string[] {
  const found: string[] = [];
  const { text, blocks } = message as { text: string; blocks: readonly JsonObject[] };
  if (JSON.stringify(message).length > LIMITS.message) found.push('the message is too long');
  if (blocks.length > LIMITS.blocks) found.push('too many blocks');
  found.push(...checkText(text, 'the fallback', 0, 'mrkdwn'));
  for (const block of blocks) found.push(...checkBlock(block));
  return found;
}

function checkBlock(block: JsonObject): string[] {
  const found: string[] = [];
  const { type, text, fields, elements } = block;
  if (isObject(text)) {
    const value = String(text['text']);
    const limit = type === 'header' ? LIMITS.header : LIMITS.section;
    if (value.length > limit) found.push(`a ${String(type)} is too long`);
    found.push(...checkText(value, `a ${String(type)}`, type === 'header' ? 0 : 20, text['type']));
  }
  if (Array.isArray(fields)) {
    if (fields.length > LIMITS.fields) found.push('too many fields');
    for (const field of fields) {
      const { text: shown, type: kind } = field as JsonObject;
      const value = String(shown);
      if (value.length > LIMITS.field) found.push('a field is too long');
      found.push(...checkText(value, 'a field', 1, kind));
    }
  }
  for (const element of Array.isArray(elements) ? elements : []) {
    const { text: shown, type: kind } = element as JsonObject;
    found.push(...checkText(String(shown), 'a context', 0, kind));
  }
  return found;
}

/** `lineEnds` is how many of our own there may be. In `plain_text` Slack formats nothing, so that a backtick is one. */
function checkText(text: string, where: string, lineEnds: number, type: unknown): string[] {
  if (text === '') return [`${where} is empty`];
  const found = text.split('\n').length - 1 > lineEnds ? [`${where} has a line end that is not ours`] : [];
  for (const { kind, text: token } of tokensOf(text)) {
    if (kind === 'entity' || (kind === 'control' && token === '\n')) continue;
    if (kind === 'code' && type === 'plain_text') continue;
    if (kind === 'link' && type === 'mrkdwn' && OUR_LINK.test(token)) continue;
    found.push(`${where} has a ${kind}`);
  }
  return found;
}
