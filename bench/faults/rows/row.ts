import type { JsonObject } from '../../../src/json.ts';
import { isObject } from '../../../src/json.ts';
import type { Invoked } from '../../../src/local/lambda-function.ts';
import type { BenchStack } from '../stack.ts';
import { readTemplates } from '../templates.ts';

export interface Row {
  /** The number in docs/reliability.md. */
  readonly row: string;
  readonly fault: string;
  readonly expected: string;
  readonly found: string;
  readonly holds: boolean;
}

/** A row that holds exactly where what was found is what was expected. */
export const row = (number: string, fault: string, expected: string, found: string): Row => ({
  row: number,
  fault,
  expected,
  found,
  holds: expected === found,
});

/** The record that stops a trail, as another event in another account: one alert of its own. */
export function stopped(n: number, more: JsonObject = {}): JsonObject {
  const [template = {}] = readTemplates(['cloudtrail/logging-stopped']).attacks;
  return { ...template, eventID: `story-${n}`, recipientAccountId: accountOf(n), ...more };
}

export const accountOf = (n: number): string => String(600_000_000_000 + n);

export const viaEventBridge = (detail: JsonObject): string =>
  JSON.stringify({ source: 'aws.cloudtrail', 'detail-type': 'AWS API Call via CloudTrail', detail });

/** What Lambda would hand over, for an invocation without a queue. */
export const sqsEvent = (bodies: readonly string[]) => ({
  Records: bodies.map((body, i) => ({
    messageId: `m${i}`,
    receiptHandle: '',
    body,
    attributes: {},
    eventSource: 'aws:sqs',
  })),
});

/** The messages that an answer gives back; undefined where it is no answer that Lambda takes. */
export function givenBack(invoked: Invoked): readonly string[] | undefined {
  const failures = invoked.ok && isObject(invoked.response) ? invoked.response['batchItemFailures'] : undefined;
  if (!Array.isArray(failures)) return undefined;
  return failures.map((failure: unknown) => (isObject(failure) ? String(failure['itemIdentifier']) : ''));
}

export const acceptedBy = ({ accepted }: BenchStack, destination: string): number =>
  accepted.filter((one) => one.destination === destination).length;
