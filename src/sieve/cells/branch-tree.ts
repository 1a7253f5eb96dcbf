import type { Exports } from './exports.ts';
import type { ScannerMemory } from './memory.ts';

/** The scanner's tree of branches (assembly/branches.ts): the way from what a record holds to what is known of such records. */
export class BranchTree {
  readonly #exports: Exports;
  readonly #memory: ScannerMemory;
  readonly #wordsOfRecord: number;
  readonly #fieldLists = new Map<string, number>();

  constructor(exports: Exports, memory: ScannerMemory, wordsOfRecord: number) {
    this.#exports = exports;
    this.#memory = memory;
    this.#wordsOfRecord = wordsOfRecord;
  }

  /** Cuts the whole tree. */
  cut(): void {
    this.#exports.clearBranches(this.#wordsOfRecord);
    this.#fieldLists.clear();
  }

  /**
   * Grows a branch for what a record holds in the fields that the branch `from` looks at; the first one is the root.
   *
   * @param fields which it looks at itself; none where it is the end
   * @param passes no rule is left for its records
   * @returns its number, one more than that of the one before; undefined where there is no room
   */
  grow(from: number, record: number, fields: readonly number[], passes = false): number | undefined {
    const list = this.#fieldList(fields);
    const branch = list === 0 ? -1 : this.#exports.addBranch(from, record, list, passes ? 1 : 0);
    return branch === -1 ? undefined : branch;
  }

  /** The branch of a record; where there is none yet, the last one on the way, as -1 - branch. */
  branchOf(record: number): number {
    return this.#exports.branchOf(record);
  }

  /** Where a list of fields lies in memory; 0 where there is no room. */
  #fieldList(fields: readonly number[]): number {
    const key = fields.join();
    const known = this.#fieldLists.get(key);
    if (known !== undefined) return known;
    const room = this.#exports.fieldRoom(fields.length);
    if (room !== 0) this.#memory.words.set([fields.length, ...fields], room / 4);
    this.#fieldLists.set(key, room);
    return room;
  }
}
