import { isObject, own, textOf } from '../json.ts';
import { rejected, type Source } from './item.ts';

/**
 * An SQS batch as Lambda receives it. The handlers open each message alone, so that one bad message fails alone; this is
 * for whoever hands over a whole batch.
 */
export const sqs: Source = (value) => {
  if (!isObject(value)) return undefined;
  const records = own(value, 'Records');
  if (
    !Array.isArray(records) ||
    !records.some((record) => isObject(record) && textOf(record, 'eventSource') === 'aws:sqs')
  ) {
    return undefined;
  }
  return records.map((record) => {
    const body = isObject(record) ? textOf(record, 'body') : undefined;
    return body === undefined
      ? rejected('bad-sqs-message', 'expected a text under body')
      : { kind: 'envelope' as const, value: body };
  });
};
