import type { Service } from './call.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';

const answer = (status: number, type: string, body: string, more: Readonly<Record<string, string>> = {}) => ({
  status,
  headers: { 'content-type': type, ...more },
  body: Buffer.from(body),
});

/** A server or a balancer that is down. */
export const unavailable = () => answer(503, 'text/plain', 'Service Unavailable');

const xmlError = (code: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>Rate exceeded</Message></Error></ErrorResponse>`;

/** "Too much", in each service's own words. */
export function throttled(service: Service) {
  switch (service) {
    case 'dynamodb':
      return answer(
        400,
        JSON_TYPE,
        '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"}',
      );
    case 's3':
      return answer(503, 'application/xml', '<Error><Code>SlowDown</Code><Message>Reduce your rate</Message></Error>');
    case 'sns':
      return answer(400, 'text/xml', xmlError('Throttling'));
    case 'sqs':
      return answer(400, JSON_TYPE, '{"__type":"com.amazonaws.sqs#RequestThrottled"}');
    case 'ssm':
      return answer(400, 'application/x-amz-json-1.1', '{"__type":"ThrottlingException"}');
    case 'slack':
      return answer(429, 'text/plain', 'rate_limited', { 'retry-after': '1' });
    default:
      return service satisfies never;
  }
}
