import * as fc from 'fast-check';
import type { Alert } from '../../src/alert/alert.ts';
import { LINK_MAX } from '../../src/alert/links.ts';
import type { SlackMessage } from '../../src/deliver/destinations/slack/blocks.ts';
import {
  BLOCKS_MAX,
  FIELD_MAX,
  FIELDS_MAX,
  HEADER_MAX,
  MESSAGE_MAX,
  SECTION_MAX,
} from '../../src/deliver/destinations/slack/limits.ts';
import { fullMessage, minimalMessage, shortMessage } from '../../src/deliver/destinations/slack/message.ts';
import { minimalOverflow, overflowMessage } from '../../src/deliver/destinations/slack/overflow-message.ts';
import { ATTACKED, everywhere, HOSTILE } from '../alert/hostile.ts';
import { DENIED_AFTER_SILENCE, LINK, REPEAT, TRAIL_DELETED } from '../alert/sample-alert.ts';
import { anyText } from '../any-text.ts';
import { golden } from '../golden/golden.ts';
import { type Token, tokensOf } from './mrkdwn-tokens.ts';

const ACTIVITY = { calls: 42, errors: 7, addresses: 1, regions: 3, complete: true };

test.each<[string, SlackMessage]>([
  ['alert', fullMessage(TRAIL_DELETED)],
  ['alert-with-activity', fullMessage(TRAIL_DELETED, ACTIVITY)],
  ['denied-after-silence', fullMessage(DENIED_AFTER_SILENCE, { ...ACTIVITY, complete: false })],
  ['repeat-updates-first-message', fullMessage(REPEAT)],
  ['repeat-in-one-line', shortMessage(REPEAT)],
  ['minimal', minimalMessage(TRAIL_DELETED)],
  ['overflow', overflowMessage([TRAIL_DELETED, REPEAT, DENIED_AFTER_SILENCE, DENIED_AFTER_SILENCE])],
  ['overflow-minimal', minimalOverflow([TRAIL_DELETED, REPEAT, DENIED_AFTER_SILENCE])],
  ['hostile', fullMessage(everywhere(TRAIL_DELETED, '<!channel> `<https://evil.example|x>` \u202e\r\n*b*'))],
])('is built like golden/slack/%s.json', (name, built) => {
  const expected: unknown = JSON.parse(golden(`slack/${name}.json`, `${JSON.stringify(built, null, 2)}\n`));
  expect(built).toEqual(expected);
});

const shown = (count: number, length = 1): Alert => ({
  ...TRAIL_DELETED,
  show: Array.from({ length: count }, (_, index) => ({ field: `f${index}`, value: 'v'.repeat(length) })),
});
const shownIn = (message: SlackMessage): number => JSON.stringify(message).match(/"f\d+\\n/g)?.length ?? 0;
const moreIn = (message: SlackMessage): string | undefined => /(\d+) more fields?/.exec(JSON.stringify(message))?.[1];

test.each([
  [FIELDS_MAX - 1, FIELDS_MAX - 1, undefined],
  [FIELDS_MAX, FIELDS_MAX, undefined],
  [FIELDS_MAX + 1, FIELDS_MAX, '1'],
])('of %d shown fields, %d are in the message', (count, kept, left) => {
  const message = fullMessage(shown(count));
  expect(shownIn(message)).toBe(kept);
  expect(moreIn(message)).toBe(left);
});

test.each([
  ['one below', -1, FIELDS_MAX, undefined],
  ['at', 0, FIELDS_MAX, undefined],
  ['one above', 1, FIELDS_MAX - 1, '1'],
])('%s the budget of a message, the last shown field stays or goes', (_name, beyond, kept, left) => {
  const message = fullMessage(filledTo(MESSAGE_MAX + beyond));
  expect(JSON.stringify(message).length).toBeLessThanOrEqual(MESSAGE_MAX);
  expect(shownIn(message)).toBe(kept);
  expect(moreIn(message)).toBe(left);
});

/** An alert with ten shown fields whose message would have exactly this many characters. */
function filledTo(length: number): Alert {
  const wordy = {
    ...shown(FIELDS_MAX, 290),
    title: 't'.repeat(300),
    link: LINK.padEnd(LINK_MAX, 'l'),
    runbook: 'https://runbooks.example.com/'.padEnd(LINK_MAX, 'r'),
    next: 'n'.repeat(490),
    event: { ...TRAIL_DELETED.event, errorMessage: 'e'.repeat(480), source: 's'.repeat(280) },
    actor: { name: 'a'.repeat(290), type: 'IAMUser' },
    rule: { ...TRAIL_DELETED.rule, author: 'r'.repeat(200) },
    from: { address: 'u', userAgent: '' },
  };
  const missing = length - JSON.stringify(fullMessage(wordy)).length;
  expect(missing).toBeGreaterThan(0);
  expect(missing).toBeLessThan(270);
  return { ...wordy, from: { address: 'u'.repeat(missing + 1), userAgent: '' } };
}

test('fields that the facts say already are not shown twice', () => {
  const message = JSON.stringify(fullMessage(TRAIL_DELETED));
  expect(message).toContain('requestParameters.name');
  expect(message).not.toContain('sourceIPAddress');
});

test('a broken link is no link; the alert is told without it', () => {
  const message = JSON.stringify(fullMessage({ ...TRAIL_DELETED, link: 'https://evil.example/', runbook: 'x' }));
  expect(message).not.toContain('mrkdwn","');
  expect(message).not.toContain('evil');
});

interface TextObject {
  readonly type: 'plain_text' | 'mrkdwn';
  readonly text: string;
  readonly emoji?: boolean;
  readonly verbatim?: boolean;
}

/** Every text object, wherever it is. */
function textsIn(value: unknown): TextObject[] {
  const texts: TextObject[] = [];
  JSON.stringify(value, (_key, part: unknown) => {
    if (
      typeof part === 'object' &&
      part !== null &&
      'type' in part &&
      'text' in part &&
      typeof part.text === 'string'
    ) {
      texts.push(part as TextObject);
    }
    return part;
  });
  return texts;
}

const OUR_LINK =
  /^<https:\/\/(?:eu-west-1\.console\.aws\.amazon\.com|runbooks\.example\.com|example\.com)\/[^<>|\s]*\|(?:Open the event in the console|Runbook)>$/;

/** What a client of Slack would make of a message that it should not. Empty is well. */
function faultsIn(message: SlackMessage): string[] {
  const { mrkdwn, parse, link_names, unfurl_links, unfurl_media } = message;
  return [
    ...faultsOf('fallback', message.text, () => false),
    ...textsIn(message.blocks).flatMap(faultsOfText),
    ...(mrkdwn || parse !== 'none' || link_names || unfurl_links || unfurl_media ? ['Slack may add markup'] : []),
  ];
}

function faultsOfText({ type, text, emoji, verbatim }: TextObject): string[] {
  if (type === 'plain_text') {
    const plain = faultsOf(type, text, (token) => token.text === '\n' || token.kind === 'code');
    return emoji === false ? plain : [...plain, 'emoji'];
  }
  const mrkdwn = faultsOf(type, text, (token) => token.kind === 'link' && OUR_LINK.test(token.text));
  return verbatim === true ? mrkdwn : [...mrkdwn, 'not verbatim'];
}

const faultsOf = (where: string, text: string, allowed: (token: Token) => boolean): string[] =>
  tokensOf(text)
    .filter((token) => token.kind !== 'entity' && !allowed(token))
    .map((token) => `${where}: ${token.kind} ${token.text}`);

/** Slack's limits that a message breaks. Empty is well. */
function excessOf(message: SlackMessage): string[] {
  const { text, blocks } = message;
  return [
    ...(JSON.stringify(message).length > MESSAGE_MAX ? ['message'] : []),
    ...(blocks.length > BLOCKS_MAX ? ['blocks'] : []),
    ...(text === '' || textsIn(blocks).some((object) => object.text === '') ? ['empty text'] : []),
    ...blocks.flatMap(excessOfBlock),
  ];
}

function excessOfBlock(block: SlackMessage['blocks'][number]): string[] {
  if (block.type === 'header') return block.text.text.length > HEADER_MAX ? ['header'] : [];
  if (block.type !== 'section') return [];
  const { text, fields = [] } = block;
  const brokenField = fields.some((field) => field.text.length > FIELD_MAX || field.text.split('\n').length !== 2);
  return [
    ...((text?.text.length ?? 0) > SECTION_MAX ? ['section'] : []),
    ...(fields.length > FIELDS_MAX ? ['fields'] : []),
    ...(brokenField ? ['field'] : []),
  ];
}

function expectWell(alert: Alert): void {
  for (const message of messagesFor(alert)) {
    expect([...faultsIn(message), ...excessOf(message)]).toEqual([]);
  }
}

const messagesFor = (alert: Alert): SlackMessage[] => [
  fullMessage(alert, ACTIVITY),
  shortMessage(alert),
  minimalMessage(alert),
  overflowMessage(ofManyRules(alert, 2)),
  minimalOverflow(ofManyRules(alert, 2)),
];

/** Two alerts of each of so many rules. */
const ofManyRules = (alert: Alert, rules: number): Alert[] =>
  Array.from({ length: rules * 2 }, (_, i) => ({
    ...alert,
    rule: { ...alert.rule, name: `${alert.rule.name}_${i >> 1}` },
  }));

test.each([
  [1, 1, undefined],
  [12, 12, undefined],
  [13, 12, 'And 2 of trail_deleted_12'],
  [60, 12, 'And 2 of trail_deleted_12, 2 of trail_deleted_13'],
])('of %d rules in one message, %d are told apart', (rules, apart, rest) => {
  const text = JSON.stringify(overflowMessage(ofManyRules(TRAIL_DELETED, rules)));
  expect(text.match(/more alerts of rule trail_deleted_\d+\\n/g)).toHaveLength(apart);
  expect(/And [^"]*?(?=, 2 of trail_deleted_14|")/.exec(text)?.[0]).toBe(rest);
});

describe.each([...HOSTILE])('%s', (_name, text) => {
  const places = [...ATTACKED, ['everywhere', everywhere] as const, ['everywhere, in ten fields', crowded] as const];
  test.each(places)('in %s', (_field, put) => {
    expectWell(put(TRAIL_DELETED, text));
    expectWell(put(REPEAT, text));
  });
});

function crowded(alert: Alert, text: string): Alert {
  const show = Array.from({ length: FIELDS_MAX }, () => ({ field: text, value: text }));
  return { ...everywhere(alert, text), show };
}

test.each([...HOSTILE])('%s, in an overflow of many rules', (_name, text) => {
  const message = overflowMessage(ofManyRules(everywhere(TRAIL_DELETED, text), 13));
  expect([...faultsIn(message), ...excessOf(message)]).toEqual([]);
});

test('any text everywhere', () => {
  fc.assert(
    fc.property(anyText(600), (text) => expectWell(crowded(REPEAT, text))),
    { numRuns: 200 },
  );
});
