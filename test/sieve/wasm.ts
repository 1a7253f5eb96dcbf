import { readFileSync } from 'node:fs';

/** The build writes it: `npm run build`. */
export const WASM: Uint8Array = readFileSync('dist/sieve.wasm');
