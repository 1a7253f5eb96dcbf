import { isObject, type JsonObject, parseJson } from '../json.ts';
import { type HttpAnswer, type HttpServer, startHttpServer } from './http-server.ts';

/** One message as Slack received it. */
export interface SlackPost {
  /** `/services/…` of a webhook, `/api/chat.postMessage` or `/api/chat.update` of a bot. */
  readonly path: string;
  readonly message: JsonObject;
}

export interface SlackServer extends HttpServer {
  readonly posts: SlackPost[];
  /** Answers to give before the usual one, first come first served. */
  readonly answers: HttpAnswer[];
}

/** Slack's incoming webhook and the two calls of its Web API that a bot needs. */
export async function startSlackServer(onPost: (post: SlackPost) => void = () => {}): Promise<SlackServer> {
  const posts: SlackPost[] = [];
  const answers: HttpAnswer[] = [];
  const server = await startHttpServer(({ path, body }) => {
    const scripted = answers.shift();
    if (scripted !== undefined) return scripted;
    const parsed = parseJson(body);
    if (!parsed.ok || !isObject(parsed.value)) return { status: 400, body: 'invalid_payload' };
    const post = { path, message: parsed.value };
    posts.push(post);
    onPost(post);
    if (!path.startsWith('/api/')) return { status: 200, body: 'ok' };
    // A ts is the time of the message; counting makes it a name as good, and the same in every run.
    const ts = `1700000000.${String(posts.length).padStart(6, '0')}`;
    return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ok: true, ts }) };
  });
  return { ...server, posts, answers };
}
