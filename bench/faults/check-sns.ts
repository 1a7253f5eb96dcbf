import type { TopicMessage } from '../../src/ports.ts';

/** SNS API reference, Publish: 256 KiB for everything; a subject of less than 100 characters without controls. */
const MESSAGE_BYTES = 256 * 1024;
const SUBJECT = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]{1,99}$/u;
/** SQS API reference, SendMessage: what an SQS subscriber could not be given. */
const REFUSED = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;
const UNSEEN = /[^\P{C}\n]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069]/u;
/** Addresses that a mail program makes a link of, `www.` at the beginning of a word; only AWS's console may be one. */
const ADDRESS = /(?:https?:\/\/|\bwww\.)(?!(?:[a-z0-9-]+\.)?console\.aws\.amazon\.com\/)\S*/i;
/** The labels of our own lines: an attacker must not write a second one. */
const LABELS = ['What', 'Who', 'When', 'Alert', 'Console', 'Rule'];

/** What SNS would refuse in a message, and what a reader of the e-mail would be deceived by. */
export function checkSns({ subject, body, attributes }: TopicMessage): string[] {
  const found: string[] = [];
  let bytes = Buffer.byteLength(body) + Buffer.byteLength(subject);
  if (!SUBJECT.test(subject)) found.push('the subject is refused');
  for (const [name, value] of attributes) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value) + 'String'.length;
    if (value === '' || UNSEEN.test(value)) found.push(`the attribute ${name} is empty or holds what cannot be seen`);
  }
  if (bytes > MESSAGE_BYTES) found.push('the message is too long');
  if (REFUSED.test(body)) found.push('the body holds what SQS refuses');
  return [...found, ...(body.startsWith('{') ? checkJson(body) : checkText(body))];
}

function checkJson(body: string): string[] {
  try {
    const { id } = JSON.parse(body) as { id: string };
    return /^[0-9a-f]{64}$/.test(id) ? [] : ['the JSON has no id'];
  } catch {
    return ['the JSON cannot be read'];
  }
}

function checkText(body: string): string[] {
  const lines = body.split('\n');
  return [
    ...(UNSEEN.test(body) ? ['the text holds what cannot be seen'] : []),
    ...(ADDRESS.test(body) ? ['the text holds an address'] : []),
    ...LABELS.filter((label) => lines.filter((line) => line.startsWith(`${label} `)).length > 1).map(
      (label) => `the text has two lines of ${label}`,
    ),
  ];
}
