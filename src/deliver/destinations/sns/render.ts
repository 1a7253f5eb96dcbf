import type { Alert } from '../../../alert/alert.ts';
import { LINK_MAX } from '../../../alert/links.ts';
import { plainText } from '../../../alert/plain-text.ts';
import { subjectLine } from '../../../alert/subject-line.ts';
import { cut, harmless } from '../../../alert/text.ts';
import type { TopicMessage } from '../../../ports.ts';

/**
 * SNS counts 256 KiB over everything in a message (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html); the
 * notification that reaches SQS wraps the body once more. The rest up to the limit is for that and for attributes.
 */
export const NOTICE_MAX_BYTES = 200_000;

/** Attributes are for filter policies: names and numbers, no prose. */
const ATTRIBUTE_MAX = 100;

/** Code points per text in the JSON, tried from left to right. The last one fits with SHORT_LIST, whatever was written. */
const TEXT_BUDGETS = [4000, 1000, 300, 100];
const SHORT_LIST = 20;

/** A link that is cut is broken, and no renderer would use a longer one. */
const LINKS = new Set(['link', 'runbook']);

/** For machines: the alert as JSON. */
export const jsonMessage = (alert: Alert): TopicMessage => ({
  subject: subjectLine(alert),
  body: jsonWithin(alert, NOTICE_MAX_BYTES),
  attributes: attributesOf(alert),
});

/** For people: the alert as text, on a topic of its own. */
export const textMessage = (alert: Alert): TopicMessage => ({
  subject: subjectLine(alert),
  body: plainText(alert),
  attributes: attributesOf(alert),
});

const attributesOf = (alert: Alert): ReadonlyMap<string, string> =>
  new Map([
    ['level', alert.rule.level],
    ['rule', attribute(alert.rule.name)],
    ['account', attribute(alert.event.account)],
    ['region', attribute(alert.event.region)],
    ['tactic', attribute(alert.tactic)],
    ['kind', alert.kind],
  ]);

/** The alert whole, else without its evidence, else with its texts cut as little as it takes. */
function jsonWithin(alert: Alert, budget: number): string {
  const whole = serialise(alert);
  if (whole !== undefined && sizeOf(whole) <= budget) return whole;
  const { evidence: _tooLarge, ...bare } = alert;
  let json = escapeRefused(JSON.stringify(bare));
  for (const max of TEXT_BUDGETS) {
    if (sizeOf(json) <= budget) break;
    json = escapeRefused(JSON.stringify(bare, shortenTo(max)));
  }
  return json;
}

/** Undefined where the evidence is nested too deep for `JSON.stringify`, which then throws a RangeError. */
function serialise(alert: Alert): string | undefined {
  try {
    return escapeRefused(JSON.stringify(alert));
  } catch {
    return undefined;
  }
}

const shortenTo =
  (max: number) =>
  (key: string, value: unknown): unknown => {
    if (LINKS.has(key) && typeof value === 'string') return value.length <= LINK_MAX ? value : undefined;
    if (typeof value === 'string') return cut(value, max);
    return Array.isArray(value) ? value.slice(0, SHORT_LIST) : value;
  };

/**
 * SQS takes "#x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD" and above
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html). `JSON.stringify`
 * escapes controls and lone surrogates, but leaves U+FFFE and U+FFFF: with one in a user agent, the alert would be refused.
 */
const escapeRefused = (json: string): string =>
  json.replace(
    /[\u007f-\u009f\u2028\u2029\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** Bytes on the wire: the body is a string inside the JSON of the notification. */
const sizeOf = (body: string): number => Buffer.byteLength(JSON.stringify(body));

/** SNS refuses an empty attribute. */
const attribute = (text: string): string => harmless(text, ATTRIBUTE_MAX) || 'none';
