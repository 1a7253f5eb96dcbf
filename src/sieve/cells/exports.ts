/** What assembly/index.ts exports. */
export interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly found: WebAssembly.Global;
  readonly free: WebAssembly.Global;
  readonly kept: WebAssembly.Global;
  readonly keptBytes: WebAssembly.Global;
  readonly spans: WebAssembly.Global;
  readonly windowMax: WebAssembly.Global;
  readonly stopped: WebAssembly.Global;
  readonly state: WebAssembly.Global;
  readonly consumed: WebAssembly.Global;
  readonly accountText: WebAssembly.Global;
  readonly askedAt: WebAssembly.Global;
  readonly asked: WebAssembly.Global;
  setNodes(count: number): void;
  clearKeys(): void;
  keyRoom(): number;
  addKey(parent: number, length: number, child: number, behind: number, numbers: number): number;
  clearValues(): void;
  valueCount(): number;
  valueBytes(): number;
  expectAccount(field: number, length: number): void;
  scan(from: number, length: number, maxBytes: number): number;
  keep(record: number): number;
  clearBranches(wordsOfRecord: number): void;
  fieldRoom(count: number): number;
  addBranch(from: number, record: number, fields: number, passes: number): number;
  branchOf(record: number): number;
  inflate(from: number, length: number, to: number, room: number): number;
}
