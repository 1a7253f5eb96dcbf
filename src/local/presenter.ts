import { styleText } from 'node:util';
import { isObject, type JsonObject, own, textOf } from '../json.ts';
import { TOPIC_ARN } from './resources.ts';
import type { SlackPost } from './slack-server.ts';
import type { Published } from './sns-front.ts';
import type { Stack } from './stack.ts';

const colour = process.stdout.isTTY && !process.env['NO_COLOR'];

/** Colour on a terminal, plain text in a pipe. */
export const paint = (style: Parameters<typeof styleText>[0], text: string): string =>
  colour ? styleText(style, text) : text;

export const say = (text = ''): void => void process.stdout.write(`${text}\n`);

export const PATH = `
   log file ─▶ S3 ─▶ SQS ─▶ ┌─────────────────────────────────┐     ┌─▶ SNS, text ─▶ e-mail
                            │ decode ─▶ record ─▶ match ─▶    │ ──▶ │
 EventBridge ─────▶ SQS ─▶  │ remember ─▶ alert ─▶ publish    │     └─▶ SNS, JSON ─▶ SQS ─▶ Slack
                            └─────────────────────────────────┘
`;

export function tellPublished({ topic, subject }: Published): void {
  if (topic === TOPIC_ARN)
    say(`  ${paint('cyan', 'SNS  ')}  ${paint(subject.startsWith('[CRITICAL]') ? 'red' : 'yellow', subject)}`);
}

export function tellSlackPost({ path, message }: SlackPost): void {
  const facts = fieldsOf(message)
    .filter((text) => /^(?:Who|From|How often)\n/.test(text))
    .map((text) => text.replace('\n', ' '))
    .map((text) => (text.length > FACT_MAX ? `${text.slice(0, FACT_MAX)}…` : text));
  const call = path.startsWith('/api/') ? `${path} ` : '';
  say(`  ${paint('magenta', 'Slack')}  ${call}${textOf(message, 'text') ?? ''}`);
  if (facts.length > 0) say(paint('gray', `         ${facts.join(' · ')}`));
}

const FACT_MAX = 60;

/** The texts in the two-column sections of a message. */
const fieldsOf = (message: JsonObject): string[] =>
  listIn(message, 'blocks')
    .flatMap((block) => listIn(block, 'fields'))
    .flatMap((field) => (isObject(field) ? [textOf(field, 'text') ?? ''] : []));

function listIn(value: unknown, key: string): unknown[] {
  const list = isObject(value) ? own(value, key) : undefined;
  return Array.isArray(list) ? (list as unknown[]) : [];
}

export function summarise({ metrics, slack }: Stack, quarantined: readonly string[], dead: readonly string[]): void {
  const of = (name: string): string => String(metrics.get(name) ?? 0).padStart(5);
  say(`
${paint('bold', 'What the handlers counted')}
  records read      ${of('RecordsRead')}
  matches           ${of('Matches')}   and counted only: ${of('MatchesCounted').trim()}
  alerts sent       ${of('AlertsSent')}
  silenced          ${of('AlertsSilenced')}   and told as a repeat: ${of('AlertsRepeated').trim()}
  rejected          ${of('Rejected')}   in quarantine: ${quarantined.length}, in the dead-letter queue: ${dead.length}
  posts to Slack    ${String(slack.posts.length).padStart(5)}
`);
}
