import type { OpenCutter } from '../decode/cutter.ts';
import type { Condition } from '../match/condition.ts';
import { Sieve } from './sieve.ts';
import { SieveCutter } from './sieve-cutter.ts';

/**
 * Sieves of one set of rules. A cutter has one to itself until it is closed: its memory holds the file that it reads.
 *
 * @example
 * const sieves = new Sieves(await readFile('dist/sieve.wasm'), rules.map(({ condition }) => condition));
 * for await (const items of readLogObject(body, sieves.open(LOG_OBJECT))) …
 */
export class Sieves {
  readonly #module: WebAssembly.Module;
  readonly #conditions: readonly Condition[];
  readonly #idle: Sieve[] = [];

  constructor(module: Uint8Array, conditions: readonly Condition[]) {
    this.#module = new WebAssembly.Module(module);
    this.#conditions = conditions;
  }

  readonly open: OpenCutter = (options, account) => {
    const sieve = this.#idle.pop() ?? new Sieve(this.#module, this.#conditions);
    let open = true;
    sieve.account = account;
    return new SieveCutter(sieve, options, () => {
      if (open) this.#idle.push(sieve);
      open = false;
    });
  };
}
