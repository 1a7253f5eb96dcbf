import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { isObject, type JsonObject, objectOf, own, parseJson } from '../json.ts';

export type Invoked =
  | { readonly ok: true; readonly response: unknown }
  | { readonly ok: false; readonly error: string };

/** A function as the poller and the samples see it. */
export interface LambdaFunction {
  readonly name: string;
  invoke(event: unknown): Promise<Invoked>;
  stop(): Promise<void>;
}

export interface FunctionOptions {
  readonly name: string;
  /** The built handler, and the built function-process that loads it. */
  readonly bundle: string;
  readonly bootstrap: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onMetric: (name: string, by: number) => void;
  readonly onLog: (line: JsonObject) => void;
}

/** Starts a function: real handler, own process, own environment, its log read as CloudWatch would read it. */
export function startFunction({ name, bundle, bootstrap, env, onMetric, onLog }: FunctionOptions): LambdaFunction {
  const child = fork(bootstrap, [bundle], {
    env: { PATH: process.env['PATH'], ...env, AWS_LAMBDA_FUNCTION_NAME: name },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const waiting = new Map<number, (invoked: Invoked) => void>();
  let next = 0;
  child.on('message', ({ id, response, error }: { id: number; response?: unknown; error?: string }) => {
    waiting.get(id)?.(error === undefined ? { ok: true, response } : { ok: false, error });
    waiting.delete(id);
  });
  child.on('exit', (code) => {
    for (const answer of waiting.values()) answer({ ok: false, error: `${name} ended with ${code}` });
    waiting.clear();
  });
  readLog(child, onMetric, onLog);
  return {
    name,
    invoke: (event) =>
      new Promise((resolve) => {
        if (!child.connected) return resolve({ ok: false, error: `${name} is not running` });
        const id = next++;
        waiting.set(id, resolve);
        child.send({ id, event });
      }),
    stop: () =>
      new Promise((resolve) => {
        if (child.exitCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.kill();
      }),
  };
}

function readLog(child: ChildProcess, onMetric: FunctionOptions['onMetric'], onLog: FunctionOptions['onLog']): void {
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on('line', (line) => {
      const parsed = parseJson(line);
      if (!parsed.ok || !isObject(parsed.value)) onLog({ level: 'ERROR', message: line });
      else if (objectOf(parsed.value, '_aws') === undefined) onLog(parsed.value);
      else for (const [name, by] of metricsIn(parsed.value)) onMetric(name, by);
    });
  }
}

/** The counters of one line in the embedded metric format; `Rejected gzip-cut` where it has a reason. */
function metricsIn(line: JsonObject): [string, number][] {
  const directives = own(objectOf(line, '_aws') ?? {}, 'CloudWatchMetrics');
  const reason = own(line, 'reason');
  const suffix = typeof reason === 'string' ? ` ${reason}` : '';
  return (Array.isArray(directives) ? directives : []).flatMap((directive: unknown) => {
    const metrics = isObject(directive) ? own(directive, 'Metrics') : undefined;
    return (Array.isArray(metrics) ? metrics : []).flatMap((metric: unknown): [string, number][] => {
      const name = isObject(metric) ? own(metric, 'Name') : undefined;
      return typeof name === 'string' ? [[`${name}${suffix}`, sum(own(line, name))]] : [];
    });
  });
}

const sum = (value: unknown): number =>
  Array.isArray(value) ? value.reduce((total: number, part: unknown) => total + Number(part), 0) : Number(value);
