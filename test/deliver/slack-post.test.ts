import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { POST_TIMEOUT_MS, post } from '../../src/deliver/destinations/slack/post.ts';

/** A server that does to each path what its name says, and what it was sent. */
const seen: { readonly url: string; readonly type: string; readonly body: string }[] = [];
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    const url = incoming.url ?? '';
    let body = '';
    incoming.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    incoming.on('end', () => {
      seen.push({ url, type: String(incoming.headers['content-type']), body });
      if (url.startsWith('/redirect')) return outgoing.writeHead(307, { location: '/elsewhere' }).end();
      if (url.startsWith('/reset')) return incoming.socket.resetAndDestroy();
      if (url.startsWith('/half')) {
        outgoing.writeHead(200, { 'content-length': '100' });
        return outgoing.write('o', () => incoming.socket.resetAndDestroy());
      }
      const wait = new URL(url, 'http://localhost').searchParams.get('wait');
      return outgoing.writeHead(wait === null ? 200 : 429, wait === null ? {} : { 'retry-after': wait }).end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  seen.length = 0;
});

test('posts JSON', async () => {
  expect(await post(fetch, `${origin}/hook`, {}, { text: 'ä' })).toEqual({
    ok: true,
    value: { status: 200, body: 'ok' },
  });
  expect(seen).toEqual([{ url: '/hook', type: 'application/json; charset=utf-8', body: '{"text":"ä"}' }]);
});

test.each([
  ['30', 30_000],
  ['0', 0],
  ['999999', 43_200_000],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
])('Retry-After: %s', async (wait, retryAfterMs) => {
  const answer = await post(fetch, `${origin}/hook?wait=${wait}`, {}, {});
  expect(answer).toEqual({
    ok: true,
    value: retryAfterMs === undefined ? { status: 429, body: 'ok' } : { status: 429, body: 'ok', retryAfterMs },
  });
});

test('a redirect is not followed', async () => {
  const answer = await post(fetch, `${origin}/redirect/SECRET`, {}, { text: 'alert' });
  expect(answer).toMatchObject({ ok: false, failure: { next: 'retry' } });
  expect(seen.map(({ url }) => url)).toEqual(['/redirect/SECRET']);
});

test('an answer that breaks off after its status is still an answer', async () => {
  expect(await post(fetch, `${origin}/half`, {}, {})).toEqual({ ok: true, value: { status: 200, body: '' } });
});

const throwing = (thrown: unknown) => (): Promise<Response> => Promise.reject(thrown);
const LEAK = 'https://hooks.slack.com/services/SECRET';

test.each<[string, typeof fetch, string]>([
  ['a time-out', throwing(new DOMException(`${LEAK} took too long`, 'TimeoutError')), 'TimeoutError'],
  ['no name server', throwing(new TypeError(LEAK, { cause: fault('ENOTFOUND') })), 'TypeError ENOTFOUND'],
  ['a code with the address in it', throwing(new TypeError(LEAK, { cause: fault(LEAK) })), 'TypeError'],
  ['something that is no error', throwing(LEAK), 'unknown error'],
])('%s is tried again, and does not tell the address', async (_name, failing, names) => {
  const answer = await post(failing, LEAK, { authorization: 'Bearer xoxb-SECRET' }, {});
  expect(answer).toEqual({
    ok: false,
    failure: { next: 'retry', reason: 'slack-unreachable', detail: `no answer from Slack: ${names}` },
  });
});

test.each([
  ['a connection that is reset', () => `${origin}/reset/SECRET`, {}],
  ['an address that fetch refuses, and prints', () => 'https://SECRET:@@:1:2/', {}],
  ['a header that fetch refuses, and prints', () => origin, { authorization: 'Bearer SECRET\nx' }],
])('%s does not tell the secret', async (_name, url, headers) => {
  const answer = await post(fetch, url(), headers, {});
  expect(answer).toMatchObject({ ok: false, failure: { next: 'retry' } });
  expect(JSON.stringify(answer)).not.toContain('SECRET');
});

test('each request has its time limit', async () => {
  const limits: number[] = [];
  const original = Object.getOwnPropertyDescriptor(AbortSignal, 'timeout') ?? {};
  const timeout = (ms: number): AbortSignal => {
    limits.push(ms);
    return AbortSignal.abort(new DOMException('too late', 'TimeoutError'));
  };
  Object.defineProperty(AbortSignal, 'timeout', { ...original, value: timeout });
  const answer = await post(fetch, `${origin}/hook`, {}, {});
  Object.defineProperty(AbortSignal, 'timeout', original);
  expect(limits).toEqual([POST_TIMEOUT_MS]);
  expect(answer).toMatchObject({ ok: false, failure: { detail: 'no answer from Slack: TimeoutError' } });
});

function fault(code: string): Error {
  return Object.assign(new Error(LEAK), { code });
}

test.each<[unknown, string]>([
  [undefined, 'unknown error'],
  [null, 'unknown error'],
  [{}, 'unknown error'],
  [{ name: 7 }, 'unknown error'],
  [{ name: '' }, 'unknown error'],
  [{ name: 'a'.repeat(40) }, 'a'.repeat(40)],
  [{ name: 'a'.repeat(41) }, 'unknown error'],
  [{ name: 'Type Error' }, 'unknown error'],
  [{ name: 'E_X', cause: null }, 'E_X'],
  [{ name: 'E_X', cause: 'ENOTFOUND' }, 'E_X'],
  [{ name: 'E_X', cause: { code: 'ENOTFOUND' } }, 'E_X ENOTFOUND'],
  [{ name: 'E_X', cause: { code: '1' } }, 'E_X'],
  [{ cause: { code: 'ENOTFOUND' } }, 'ENOTFOUND'],
])('of %j that was thrown, %s is said', async (thrown, names) => {
  expect(await post(throwing(thrown), LEAK, {}, {})).toMatchObject({
    failure: { detail: `no answer from Slack: ${names}` },
  });
});

const answering =
  (body: string, headers: Record<string, string> = {}) =>
  async (): Promise<Response> =>
    new Response(body, { headers });

test.each([
  [99_999, 99_999],
  [100_000, 100_000],
  [100_001, 100_000],
])('of an answer of %d characters, %d are read', async (length, kept) => {
  const answer = await post(answering('x'.repeat(length)), LEAK, {}, {});
  expect(answer.ok && answer.value.body.length).toBe(kept);
});

test.each([
  ['1', 1000],
  ['43199', 43_199_000],
  ['43200', 43_200_000],
  ['43201', 43_200_000],
  ['1000000', undefined],
  ['1 2', undefined],
  ['a1', undefined],
  ['1a', undefined],
])('to wait %s seconds', async (wait, retryAfterMs) => {
  expect(await post(answering('ok', { 'retry-after': wait }), LEAK, {}, {})).toEqual({
    ok: true,
    value: { status: 200, body: 'ok', ...(retryAfterMs === undefined ? {} : { retryAfterMs }) },
  });
});

test('what is asked of fetch', async () => {
  const asked: unknown[] = [];
  const asking: typeof fetch = async (...what) => {
    asked.push(what);
    return new Response('ok');
  };
  await post(asking, LEAK, { authorization: 'Bearer x' }, { text: 'a' });
  expect(asked).toEqual([
    [
      LEAK,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer x' },
        body: '{"text":"a"}',
        redirect: 'error',
        signal: expect.any(AbortSignal),
      },
    ],
  ]);
});
