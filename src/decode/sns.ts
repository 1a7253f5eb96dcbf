import { isObject, objectOf, own, textOf } from '../json.ts';
import { type Opened, rejected, type Source } from './item.ts';

/** SNS as Lambda receives it (`Records[].Sns`), and as an SQS queue does (`Type: Notification`). */
export const sns: Source = (value) => {
  if (!isObject(value)) return undefined;
  if (textOf(value, 'Type') !== undefined && textOf(value, 'TopicArn') !== undefined) return notification(value);
  const records = own(value, 'Records');
  if (
    !Array.isArray(records) ||
    !records.some((record) => isObject(record) && textOf(record, 'EventSource') === 'aws:sns')
  ) {
    return undefined;
  }
  return records.flatMap((record) => notification((isObject(record) && objectOf(record, 'Sns')) || {}));
};

function notification(value: { readonly [key: string]: unknown }): Opened {
  const type = textOf(value, 'Type');
  if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') {
    return [{ kind: 'ignored', why: 'sns-subscription-message' }];
  }
  const message = textOf(value, 'Message');
  return message === undefined
    ? [rejected('bad-sns-notification', 'expected a text under Message')]
    : [{ kind: 'envelope', value: message }];
}
