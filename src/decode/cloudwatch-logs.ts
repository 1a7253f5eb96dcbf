import { gunzipSync } from 'node:zlib';
import { messageOf } from '../errors.ts';
import { isObject, objectOf, own, parseJson, textOf } from '../json.ts';
import { type Opened, rejected, type Source } from './item.ts';

/** A Lambda payload is at most 6 MB (Lambda quotas) and CloudTrail inflates about tenfold; beyond this it is a bomb. */
const MAX_PAYLOAD = 64 * 1024 * 1024;

/** A CloudWatch Logs subscription: base64, gzip, then one log event per CloudTrail record. */
export const cloudwatchLogs: Source = (value) => {
  const data = isObject(value) ? textOf(objectOf(value, 'awslogs') ?? {}, 'data') : undefined;
  if (data === undefined) return undefined;
  let text: string;
  try {
    text = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: MAX_PAYLOAD }).toString('utf8');
  } catch (thrown) {
    return [rejected('bad-logs-payload', `awslogs.data is not base64 of gzip: ${messageOf(thrown)}`)];
  }
  const parsed = parseJson(text);
  if (!parsed.ok || !isObject(parsed.value)) return [rejected('bad-logs-payload', 'awslogs.data holds no JSON object')];
  if (textOf(parsed.value, 'messageType') === 'CONTROL_MESSAGE')
    return [{ kind: 'ignored', why: 'logs-control-message' }];
  const events = own(parsed.value, 'logEvents');
  if (!Array.isArray(events)) return [rejected('bad-logs-payload', 'expected an array under logEvents')];
  return events.flatMap(logEvent);
};

function logEvent(event: unknown): Opened {
  const message = isObject(event) ? textOf(event, 'message') : undefined;
  if (message === undefined) return [rejected('bad-logs-payload', 'a log event has no text under message')];
  const record = parseJson(message);
  return record.ok
    ? [{ kind: 'record', value: record.value }]
    : [rejected('not-json', `a log event is not a CloudTrail record: ${record.message}`)];
}
