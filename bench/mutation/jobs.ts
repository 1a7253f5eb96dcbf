import { type ChildProcess, fork } from 'node:child_process';

export interface FileToRun {
  readonly file: string;
  readonly tests: readonly number[];
  /** For one test. */
  readonly limitMs: number;
}

export type Job =
  | { readonly mutant?: undefined; readonly file: string }
  | { readonly mutant: string; readonly hitLimit: number; readonly files: readonly FileToRun[] };

export interface Observed {
  readonly file: string;
  readonly loadMs: number;
  readonly tests: readonly { index: number; ms: number; hits: Record<string, number> }[];
  /** Names of tests that fail without a mutant; they do not judge. */
  readonly failing: readonly string[];
  readonly whileLoading: Record<string, number>;
}

export interface Tried {
  readonly mutant: string;
  readonly killedBy?: string;
}

export type Answer = Observed | Tried;

/** A process that runs tests. One that hangs or dies is replaced. */
export class Worker {
  readonly #program: string;
  #child: ChildProcess | undefined;

  constructor(program: string) {
    this.#program = program;
  }

  /** Undefined where the process hung or died of it. */
  ask(job: Job, limitMs: number): Promise<Answer | undefined> {
    const child = (this.#child ??= fork(this.#program, { execArgv: ['--no-warnings', '--max-old-space-size=1024'] }));
    return new Promise((resolve) => {
      const ended = (answer: Answer | undefined): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (answer === undefined) this.end();
        resolve(answer);
      };
      const timer = setTimeout(ended, limitMs, undefined);
      child.once('message', (answer) => ended(answer as Answer));
      child.once('exit', () => ended(undefined));
      child.send(job);
    });
  }

  end(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}
