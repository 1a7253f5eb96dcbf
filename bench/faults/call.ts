import { isObject, type JsonObject, objectOf, parseJson, textOf } from '../../src/json.ts';

export type Service = 's3' | 'sqs' | 'sns' | 'dynamodb' | 'ssm' | 'slack';
export const SERVICES: readonly Service[] = ['s3', 'sqs', 'sns', 'dynamodb', 'ssm', 'slack'];

/** A call as the ledger names it: `claim sns`, `send slack`, `settle text` …, and the alert that it is about. */
export interface Call {
  readonly step: string;
  readonly alert: string;
}

/** Read from the wire, so that no code of the product is there for the bench only. */
export function callOf(service: Service, target: string, path: string, body: string): Call {
  switch (service) {
    case 's3':
      return { step: 'read object', alert: /_(\w{16})\.json\.gz/.exec(path)?.[1] ?? '' };
    case 'sqs':
      return { step: target.split('.')[1] ?? 'sqs', alert: '' };
    case 'ssm':
      return { step: 'secret', alert: '' };
    case 'slack':
      return { step: path === '/' ? 'slack' : 'send slack', alert: alertInSlack(body) };
    case 'sns':
      return publishOf(new URLSearchParams(body));
    case 'dynamodb':
      return dynamoCall(target.split('.')[1] ?? '', jsonOf(body));
    default:
      return service satisfies never;
  }
}

/** Slack shows the first twelve digits. */
export const SLACK_DIGITS = 12;
export const alertInSlack = (body: string): string => alertsInSlack(body)[0] ?? '';

/** One, or all of a message that tells several together. */
export const alertsInSlack = (body: string): string[] => [
  ...new Set(
    (body.match(/\balerts? (?:[0-9a-f]{12,64}[, ]*)+/gi) ?? []).flatMap((list) =>
      (list.match(/[0-9a-f]{12,64}/g) ?? []).map((id) => id.slice(0, SLACK_DIGITS)),
    ),
  ),
];

export const alertInText = (text: string): string => /^Alert +([0-9a-f]{64})$/m.exec(text)?.[1] ?? '';

export const alertInJson = (text: string): string => textOf(jsonOf(text), 'id') ?? '';

function publishOf(form: URLSearchParams): Call {
  const message = form.get('Message') ?? '';
  return form.get('TopicArn')?.endsWith('-text')
    ? { step: 'send text', alert: alertInText(message) }
    : { step: 'send sns', alert: alertInJson(message) };
}

const CLAIM_STEPS: Readonly<Record<string, string>> = {
  PutItem: 'claim',
  UpdateItem: 'settle',
  DeleteItem: 'release',
  GetItem: 'look at',
};

function dynamoCall(operation: string, request: JsonObject): Call {
  const key = objectOf(request, 'Item') ?? objectOf(request, 'Key') ?? {};
  const pk = textAt(key, 'pk');
  const [kind = '', alert = '', destination = ''] = pk.split('#');
  if (kind === 'claim') return { step: `${CLAIM_STEPS[operation] ?? operation} ${destination}`, alert };
  if (kind === 'quiet')
    return operation === 'GetItem'
      ? { step: 'look at quiet window', alert: '' }
      : { step: 'ask quiet window', alert: textAt(objectOf(request, 'ExpressionAttributeValues'), ':id') };
  if (operation === 'BatchGetItem') return { step: 'read memory', alert: '' };
  return { step: kind === 'memory' ? 'write memory' : `${operation} ${kind}`, alert: '' };
}

function jsonOf(body: string): JsonObject {
  const parsed = parseJson(body);
  return parsed.ok && isObject(parsed.value) ? parsed.value : {};
}

/** A string attribute of DynamoDB's. */
const textAt = (item: JsonObject | undefined, name: string): string =>
  textOf(objectOf(item ?? {}, name) ?? {}, 'S') ?? '';
