import type { Alert } from '../../src/alert/alert.ts';

/** What an attacker writes into a user agent, a session name, a bucket name. */
export const HOSTILE: ReadonlyMap<string, string> = new Map([
  ['a mention of everybody', '<!channel> <!here> <!everyone|x> @channel'],
  ['a mention of somebody', '<@U123> <#C123> <!subteam^S1>'],
  ['a link', '<https://evil.example|click here> https://evil.example www.evil.example'],
  ['a link inside a link', '|x> <mailto:a@evil.example|a>'],
  ['backticks', '`` ` ``` <!channel> ```'],
  ['formatting', '*bold* _italic_ ~gone~ > quote :rotating_light:'],
  ['bidi', 'abc\u202egpj.exe\u202c \u2066hidden\u2069 \u200f'],
  ['zero width', '\u200bad\u200c\u200dmin\ufeff\u2060\u00ad\u{e0041}'],
  ['line ends', 'x\r\nSubject: y\nWho  root\rNext\u2028a\u2029b\u0085c\vd\fe'],
  ['controls', '\u0000\u0007\u001b[31mred\u001b[0m\u007f\u009b31m\t.'],
  ['ten thousand emoji', '🔥'.repeat(10_000)],
  ['what grows in JSON, and after it what grows in the text', '\u0001'.repeat(100) + '🔥'.repeat(10_000)],
  ['an entity wherever it is cut', '&amp;'.repeat(3000)],
  ['characters that grow when escaped', '&<>'.repeat(3000)],
  ['characters that grow in JSON', '"\\'.repeat(5000)],
  ['lone surrogates', 'a\ud800b\udc00c\ud83d'],
  ['noncharacters that SQS refuses', 'a\ufffeb\uffffc\u{1ffff}'],
  ['nothing that can be seen', '\u200b\u0000\u202e'],
  ['nothing', ''],
]);

type Put = (alert: Alert, text: string) => Alert;

/** Every text of an alert that stems from a record. */
export const ATTACKED: ReadonlyMap<string, Put> = new Map<string, Put>([
  ['title', (alert, text) => ({ ...alert, title: text })],
  ['event.id', (alert, text) => inEvent(alert, { id: text })],
  ['event.time', (alert, text) => inEvent(alert, { time: text })],
  ['event.source', (alert, text) => inEvent(alert, { source: text })],
  ['event.name', (alert, text) => inEvent(alert, { name: text })],
  ['event.category', (alert, text) => inEvent(alert, { category: text })],
  ['event.region', (alert, text) => inEvent(alert, { region: text })],
  ['event.account', (alert, text) => inEvent(alert, { account: text })],
  ['event.errorCode', (alert, text) => inEvent(alert, { errorCode: text })],
  ['event.errorMessage', (alert, text) => inEvent(alert, { errorMessage: text })],
  ['actor.name', (alert, text) => ({ ...alert, actor: { ...alert.actor, name: text } })],
  ['actor.type', (alert, text) => ({ ...alert, actor: { ...alert.actor, type: text } })],
  ['actor.arn', (alert, text) => ({ ...alert, actor: { ...alert.actor, arn: text } })],
  ['from.address', (alert, text) => ({ ...alert, from: { ...alert.from, address: text } })],
  ['from.userAgent', (alert, text) => ({ ...alert, from: { ...alert.from, userAgent: text } })],
  ['show', (alert, text) => ({ ...alert, show: alert.show.map(({ field }) => ({ field, value: text })) })],
  ['next', (alert, text) => ({ ...alert, next: text })],
  ['steps', (alert, text) => ({ ...alert, steps: [{ do: text, query: text }] })],
  ['link', (alert, text) => ({ ...alert, link: text })],
  ['link, after a good start', (alert, text) => ({ ...alert, link: `${alert.link}${text}` })],
  ['runbook', (alert, text) => ({ ...alert, runbook: `https://example.com/${text}` })],
  ['dedup.key', (alert, text) => ({ ...alert, dedup: { ...alert.dedup, key: text } })],
  ['rule.author', (alert, text) => ({ ...alert, rule: { ...alert.rule, author: text } })],
  ['silenced.since', (alert, text) => ({ ...alert, silenced: { count: 1, since: text } })],
]);

/** One text in every place at once. */
export const everywhere = (alert: Alert, text: string): Alert =>
  [...ATTACKED.values()].reduce((attacked, put) => put(attacked, text), alert);

const inEvent = (alert: Alert, part: Partial<Alert['event']>): Alert => ({
  ...alert,
  event: { ...alert.event, ...part },
});
