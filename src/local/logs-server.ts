import { isObject, type JsonObject, objectOf, own, parseJson, textOf } from '../json.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';

export interface LogEvent {
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

export interface LogsServer extends HttpServer {
  /** What the log group holds, oldest first. */
  readonly events: LogEvent[];
  /** The requests so far, as they came. */
  readonly requests: JsonObject[];
}

export interface LogsServerOptions {
  readonly pageSize?: number;
  /** Called with each request; what it answers is the name of an error to send instead of a page. */
  readonly onRequest?: (request: JsonObject) => string | undefined;
}

/** One log group of CloudWatch Logs that knows FilterLogEvents, in the AWS JSON 1.1 protocol. */
export async function startLogsServer({ pageSize = 10_000, onRequest }: LogsServerOptions = {}): Promise<LogsServer> {
  const events: LogEvent[] = [];
  const requests: JsonObject[] = [];
  const server = await startHttpServer(({ headers, body }) => {
    const parsed = parseJson(body);
    const request = parsed.ok && isObject(parsed.value) ? parsed.value : {};
    requests.push(request);
    const known = headers['x-amz-target'] === 'Logs_20140328.FilterLogEvents';
    const error = known ? onRequest?.(request) : 'UnknownOperationException';
    const answer = error === undefined ? page(request, events, pageSize) : { __type: error, message: 'scripted' };
    return {
      status: error === undefined ? 200 : 400,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify(answer),
    };
  });
  return { ...server, events, requests };
}

/** One page; the token is the place to go on from. Both ends of the span are included, as CloudWatch Logs includes them. */
function page(request: JsonObject, events: readonly LogEvent[], pageSize: number): JsonObject {
  const from = Number(own(request, 'startTime') ?? 0);
  const to = Number(own(request, 'endTime') ?? Number.MAX_SAFE_INTEGER);
  const wanted = wantedArn(textOf(request, 'filterPattern') ?? '');
  const found = events.filter(
    ({ timestamp, message }) => timestamp >= from && timestamp <= to && wanted(arnIn(message)),
  );
  const start = Number(textOf(request, 'nextToken') ?? 0);
  const end = start + pageSize;
  return { events: found.slice(start, end), ...(end < found.length ? { nextToken: String(end) } : {}) };
}

/** The one form of pattern that is asked for: `{ $.userIdentity.arn = "…" }` with backslash escapes. */
function wantedArn(pattern: string): (arn: string | undefined) => boolean {
  const quoted = /^\{ \$\.userIdentity\.arn = "((?:[^"\\]|\\.)*)" \}$/.exec(pattern)?.[1];
  const wanted = quoted?.replace(/\\(.)/g, '$1');
  return (arn) => wanted !== undefined && arn === wanted;
}

function arnIn(message: string): string | undefined {
  const parsed = parseJson(message);
  if (!parsed.ok || !isObject(parsed.value)) return undefined;
  return textOf(objectOf(parsed.value, 'userIdentity') ?? {}, 'arn');
}
