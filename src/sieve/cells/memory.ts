const PAGE = 65_536;
/** What the module may read and write behind the bytes that it is given. */
const SLACK = 512;

/** The module's memory, as bytes and as words of 32 bits: views that are made anew when it grows. */
export class ScannerMemory {
  readonly #memory: WebAssembly.Memory;
  #bytes: Buffer;
  #words: Uint32Array;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
    this.#bytes = Buffer.from(memory.buffer);
    this.#words = new Uint32Array(memory.buffer);
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  get words(): Uint32Array {
    return this.#words;
  }

  /** Makes sure that it reaches to `end`. */
  reserve(end: number): void {
    const missing = Math.ceil((end + SLACK) / PAGE) - this.#memory.buffer.byteLength / PAGE;
    if (missing <= 0) return;
    this.#memory.grow(missing);
    this.#bytes = Buffer.from(this.#memory.buffer);
    this.#words = new Uint32Array(this.#memory.buffer);
  }
}
