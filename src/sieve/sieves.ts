import type { OpenCutter } from '../decode/cutter.ts';
import { once } from '../once.ts';
import { Sieve } from './sieve.ts';
import { SieveCutter } from './sieve-cutter.ts';
import type { SieveRules } from './sieve-rules.ts';

/**
 * Sieves of one set of rules. A cutter has one to itself until it is closed: its memory holds the file that it reads.
 *
 * @example
 * const sieves = new Sieves(readFileSync('dist/sieve.wasm'), stored);
 * for await (const items of readLogObject(body, sieves.open(LOG_OBJECT))) …
 */
export class Sieves {
  readonly #module: () => WebAssembly.Module;
  readonly #rules: SieveRules;
  readonly #idle: Sieve[] = [];

  constructor(wasm: Uint8Array, rules: SieveRules) {
    this.#module = once(() => new WebAssembly.Module(wasm));
    this.#rules = rules;
  }

  readonly open: OpenCutter = (options, account) => {
    const sieve = this.#idle.pop() ?? new Sieve(this.#module(), this.#rules);
    let open = true;
    sieve.expectAccount(account);
    return new SieveCutter(sieve, options, () => {
      if (open) this.#idle.push(sieve);
      open = false;
    });
  };
}
