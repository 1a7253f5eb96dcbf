import { isObject, type JsonObject, objectOf, own, parseJson, textOf } from '../../src/json.ts';

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
      return { step: 'read object', alert: '' };
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
export const alertInSlack = (body: string): string => /alert ([0-9a-f]{12})/.exec(body)?.[1] ?? '';

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
  const pk = textOf(objectOf(key, 'pk') ?? {}, 'S') ?? '';
  const [kind = '', alert = '', destination = ''] = pk.split('#');
  if (kind === 'claim') return { step: `${CLAIM_STEPS[operation] ?? operation} ${destination}`, alert };
  if (kind === 'quiet')
    return { step: operation === 'GetItem' ? 'look at quiet window' : 'ask quiet window', alert: '' };
  if (operation === 'BatchGetItem') return { step: 'read memory', alert: '' };
  return { step: kind === 'memory' ? 'write memory' : `${operation} ${kind}`, alert: '' };
}

function jsonOf(body: string): JsonObject {
  const parsed = parseJson(body);
  return parsed.ok && isObject(parsed.value) ? parsed.value : {};
}

/** The text under a key of an object, of anything else nothing. */
export const textIn = (value: unknown, key: string): string => {
  const found = isObject(value) ? own(value, key) : undefined;
  return typeof found === 'string' ? found : '';
};
