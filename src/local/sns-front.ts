import { type HttpAnswer, type HttpRequest, type HttpServer, startHttpServer } from './http-server.ts';

/** One message as a topic took it. */
export interface Published {
  readonly topic: string;
  readonly subject: string;
  readonly body: string;
  readonly attributes: ReadonlyMap<string, string>;
}

export interface SnsFront extends HttpServer {
  readonly published: Published[];
}

/**
 * Stands before the SNS server: notes what is published, and refuses what SNS refuses and the server lets through, a
 * subject that is too long or holds control characters, and an empty attribute.
 */
export async function startSnsFront(
  upstream: string,
  onPublish: (published: Published) => void = () => {},
): Promise<SnsFront> {
  const published: Published[] = [];
  const server = await startHttpServer(async (request) => {
    const form = new URLSearchParams(request.body);
    if (form.get('Action') !== 'Publish') return forward(upstream, request);
    const subject = form.get('Subject') ?? '';
    const attributes = attributesOf(form);
    if (!isSubject(subject)) return refusal('Invalid parameter: Subject');
    if ([...attributes.values()].includes('')) return refusal('Invalid parameter: MessageAttributes');
    const answer = await forward(upstream, request);
    if (answer.status === 200) {
      const topic = form.get('TopicArn') ?? '';
      const message = { topic, subject, body: form.get('Message') ?? '', attributes };
      published.push(message);
      onPublish(message);
    }
    return answer;
  });
  return { ...server, published };
}

/** SNS API reference, Publish: no line breaks or control characters, and less than 100 characters. */
const isSubject = (subject: string): boolean => subject.length > 0 && subject.length < 100 && !/\p{Cc}/u.test(subject);

const refusal = (message: string): HttpAnswer => ({
  status: 400,
  headers: { 'content-type': 'text/xml' },
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

/** Headers that belong to one connection, not to the message. */
const HOP_BY_HOP = ['host', 'content-length', 'connection'];

async function forward(upstream: string, { method, path, headers, body }: HttpRequest): Promise<HttpAnswer> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' && !HOP_BY_HOP.includes(name) ? [[name, value] as const] : [],
  );
  const answer = await fetch(`${upstream}${path}`, { method, headers: Object.fromEntries(kept), body });
  return {
    status: answer.status,
    headers: { 'content-type': answer.headers.get('content-type') ?? 'text/xml' },
    body: await answer.text(),
  };
}

function attributesOf(form: URLSearchParams): Map<string, string> {
  const attributes = new Map<string, string>();
  for (let i = 1; ; i++) {
    const name = form.get(`MessageAttributes.entry.${i}.Name`);
    if (name === null) return attributes;
    attributes.set(name, form.get(`MessageAttributes.entry.${i}.Value.StringValue`) ?? '');
  }
}
