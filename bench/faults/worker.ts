import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Invoked } from '../../src/local/lambda-function.ts';

export interface WorkerOptions {
  /** A function process and its place: the proxy knows the place, and the process that stands in it now. */
  readonly slot: string;
  readonly host: string;
  readonly bundle: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly onProcess: (pid: number) => void;
  readonly onLog?: (line: string) => void;
}

export interface Worker {
  readonly slot: string;
  invoke(event: unknown): Promise<Invoked>;
  /** Processes that were killed, or ended by themselves, and that a new one was started for. */
  readonly deaths: readonly { readonly at: number; readonly timedOut: boolean }[];
  /** The most memory that any of the processes had, in MB. */
  readonly peakMb: number;
  stop(): void;
}

/**
 * One Lambda environment. An invocation that takes too long ends the process by SIGKILL, as Lambda ends its sandbox; the
 * next invocation finds a new one.
 */
export function startWorker(options: WorkerOptions): Worker {
  const deaths: { at: number; timedOut: boolean }[] = [];
  let peakMb = 0;
  let current: { child: ChildProcess; loaded: Promise<void> } | undefined;
  let next = 0;

  const start = () => {
    const output = options.onLog === undefined ? 'ignore' : 'pipe';
    const child = fork(options.host, [options.bundle], {
      env: { PATH: process.env['PATH'], ...options.env },
      execArgv: ['--expose-gc', '--no-warnings'],
      stdio: ['ignore', output, output, 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', options.onLog ?? (() => {}));
    options.onProcess(child.pid ?? 0);
    const loaded = new Promise<void>((resolve) => {
      child.once('message', () => resolve());
      child.once('exit', () => resolve());
    });
    child.once('exit', () => {
      if (current?.child === child) current = undefined;
    });
    return { child, loaded };
  };

  const once = (child: ChildProcess, event: unknown): Promise<Invoked> =>
    new Promise((resolve) => {
      const id = next++;
      const end = (invoked: Invoked): void => {
        clearTimeout(timer);
        child.off('exit', died);
        child.off('message', answered);
        resolve(invoked);
      };
      const died = (): void => {
        deaths.push({ at: Date.now(), timedOut: false });
        end({ ok: false, error: 'the process died' });
      };
      const answered = ({ id: of, response, error }: { id: number; response?: unknown; error?: string }): void => {
        if (of === id) end(error === undefined ? { ok: true, response } : { ok: false, error });
      };
      const timer = setTimeout(() => {
        child.off('exit', died);
        child.once('exit', () => {
          deaths.push({ at: Date.now(), timedOut: true });
          end({ ok: false, error: 'timed out' });
        });
        child.kill('SIGKILL');
      }, options.timeoutMs);
      child.on('exit', died);
      child.on('message', answered);
      child.send({ id, event }, (failed) => {
        if (failed !== null) end({ ok: false, error: 'the process is gone' });
      });
    });

  return {
    slot: options.slot,
    deaths,
    get peakMb() {
      return peakMb;
    },
    async invoke(event) {
      current ??= start();
      const { child, loaded } = current;
      await loaded;
      const invoked = await once(child, event);
      peakMb = Math.max(peakMb, peakOf(child.pid));
      return invoked;
    },
    stop() {
      current?.child.kill('SIGKILL');
    },
  };
}

/** Linux tells it; elsewhere it is not known. */
export function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
