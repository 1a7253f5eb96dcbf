import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alertsInSlack, type Call, callOf, SERVICES, type Service } from './call.ts';
import { chooseFault, type Fault, KILLS } from './fault.ts';
import type { Entry, FromProxy, ToProxy } from './messages.ts';
import { throttled, unavailable } from './proxy-answers.ts';
import { randomFrom } from './random.ts';

/**
 * The fault proxy, a process of its own: stands between each function process and each server, does what the seed says
 * to a call, and tells the bench. It kills a function by SIGKILL before the server has seen the call or after it has
 * answered, so that the labelled points need no code in the product.
 */
const agent = new Agent({ keepAlive: true, maxSockets: 64 });
const pids = new Map<string, number>();
let chance = { rate: 0, random: randomFrom(1), only: undefined as readonly Fault[] | undefined };
const armed: Extract<ToProxy, { kind: 'arm' }>[] = [];

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const tell = (message: FromProxy): void => void process.send?.(message);

process.on('message', (message: ToProxy) => {
  if (message.kind === 'open') void open(message.slot, message.servers);
  else if (message.kind === 'process') pids.set(message.slot, message.pid);
  else if (message.kind === 'arm') armed.push(message);
  else chance = { rate: message.rate, random: randomFrom(message.seed), only: message.only };
});
process.on('disconnect', () => process.exit(0));

async function open(slot: string, servers: Readonly<Record<Service, string>>): Promise<void> {
  const ports = await Promise.all(
    SERVICES.map(async (service): Promise<[Service, number]> => {
      const server = createServer(
        (incoming, outgoing) => void handle(slot, service, servers[service], incoming, outgoing),
      );
      server.keepAliveTimeout = 60_000;
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      return [service, (server.address() as AddressInfo).port];
    }),
  );
  tell({ kind: 'opened', slot, ports: Object.fromEntries(ports) as Record<Service, number> });
}

async function handle(
  slot: string,
  service: Service,
  upstream: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  // Whoever called may have been killed: then nobody waits for the answer, and that is no failure of the proxy.
  outgoing.on('error', () => {});
  const since = Date.now();
  const body = await bodyOf(incoming).catch(() => undefined);
  if (body === undefined) return;
  const target = String(incoming.headers['x-amz-target'] ?? '');
  const call = callOf(service, target, incoming.url ?? '/', service === 's3' ? '' : body.toString('utf8'));
  const fault = faultFor(call);
  const note = (status: number): void => {
    const entry: Entry = { kind: 'call', since, at: Date.now(), slot, service, ...call, fault, status };
    if (fault === 'none' && !/^(?:send|settle) /.test(call.step)) return;
    // A message to Slack may tell several alerts.
    const told = service === 'slack' ? alertsInSlack(body.toString('utf8')) : [];
    for (const alert of told.length > 1 ? told : [call.alert]) tell({ ...entry, alert });
  };
  const ask = (): Promise<Answer> => forward(upstream, incoming, body);
  try {
    await act(fault, ask, note, slot, service, outgoing);
  } catch {
    // The server itself broke off: the caller sees the same.
    note(0);
    outgoing.destroy();
  }
}

async function act(
  fault: Fault,
  ask: () => Promise<Answer>,
  note: (status: number) => void,
  slot: string,
  service: Service,
  outgoing: ServerResponse,
): Promise<void> {
  if (fault.endsWith('-before') || fault === 'throttle') {
    note(0);
    if (fault === 'kill-before') kill(slot);
    else if (fault === 'reset-before') outgoing.destroy();
    else if (fault === 'hang-before') timeOut(slot);
    else if (fault !== 'stall-before') give(outgoing, fault === 'throttle' ? throttled(service) : unavailable());
    return;
  }
  if (fault === 'slow') await new Promise((wake) => setTimeout(wake, 50 + chance.random.below(450)));
  if (fault === 'twice') await ask();
  const answer = await ask();
  note(answer.status);
  if (KILLS.has(fault)) kill(slot);
  else if (fault === 'error-after') give(outgoing, unavailable());
  else if (fault === 'reset-after') breakOff(outgoing, answer);
  else if (fault === 'hang-after') timeOut(slot);
  else if (fault !== 'stall-after') give(outgoing, answer);
}

/** No answer comes until the function's time is up, and Lambda ends it. The bench does not wait a whole timeout for that. */
function timeOut(slot: string): void {
  const pid = pids.get(slot);
  setTimeout(() => {
    if (pids.get(slot) === pid) kill(slot);
  }, TIME_OUT_MS);
}
const TIME_OUT_MS = 1_000;

/** Who is gone already cannot be killed again. */
function kill(slot: string): void {
  const pid = pids.get(slot);
  if (pid === undefined) return;
  pids.delete(slot);
  try {
    process.kill(pid, 'SIGKILL');
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown;
  }
}

function faultFor({ step, alert }: Call): Fault {
  const found = armed.findIndex((one) => one.step === step && (one.alert ?? alert) === alert);
  const [due] = found === -1 ? [] : armed.splice(found, 1);
  if (due !== undefined) return due.fault;
  const fault = chooseFault(chance.random, chance.rate);
  if (fault === 'none' || chance.only === undefined) return fault;
  return chance.random.pick(chance.only);
}

function give(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { connection: _connection, 'transfer-encoding': _chunked, 'keep-alive': _alive, ...rest } = headers;
  outgoing.writeHead(status, { ...rest, 'content-length': body.length }).end(body);
}

/** The status and half of the body have gone out when the line breaks. */
function breakOff(outgoing: ServerResponse, answer: Answer): void {
  if (answer.body.length < 1_000) return void outgoing.destroy();
  outgoing.writeHead(answer.status, {
    'content-type': answer.headers['content-type'] ?? '',
    'content-length': answer.body.length,
  });
  outgoing.write(answer.body.subarray(0, answer.body.length / 2), () => outgoing.destroy());
}

function forward(upstream: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, rejectWith) => {
    const { method = 'GET', url = '/', headers } = incoming;
    const outgoing = httpRequest(`${upstream}${url}`, {
      method,
      agent,
      headers: { ...headers, host: new URL(upstream).host },
    });
    outgoing.on('error', rejectWith);
    outgoing.on('response', (response) => {
      bodyOf(response).then(
        (answered) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answered }),
        rejectWith,
      );
    });
    outgoing.end(body);
  });
}

async function bodyOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
