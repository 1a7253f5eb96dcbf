// What Jest does with a TypeScript file: SWC takes the types away, and the built-in objects that the file uses become
// constants of its own. Jest runs a file in a context whose global object asks native code for every name: `Object.hasOwn`
// takes half a microsecond there, more than the code around it. A constant costs what it costs in a plain process.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import swc from '@swc/jest';

/** Only what no test puts something else in place of; timers, the clock and fetch stay where a test may reach them. */
const BUILT_IN = [
  'Array ArrayBuffer Atomics BigInt Boolean Buffer DataView Error Float64Array Infinity Int32Array Intl',
  'JSON Map Math NaN Number Object Promise RangeError Reflect RegExp Set SharedArrayBuffer String',
  'Symbol SyntaxError TextDecoder TextEncoder TypeError URIError Uint16Array Uint32Array Uint8Array',
  'WeakMap WeakSet WebAssembly decodeURIComponent encodeURIComponent isNaN parseFloat parseInt',
  'structuredClone',
].flatMap((line) => line.split(' '));
const NAMES = /(?<![.\w$])[A-Za-z]\w+/g;
const OWN = readFileSync(new URL(import.meta.url));

export default {
  createTransformer(options) {
    const { process, processAsync, getCacheKey, ...rest } = swc.createTransformer(options);
    return {
      ...rest,
      process: (...args) => withConstants(process(...args)),
      processAsync: async (...args) => withConstants(await processAsync(...args)),
      getCacheKey: (...args) =>
        createHash('sha1')
          .update(getCacheKey(...args))
          .update(OWN)
          .digest('hex'),
    };
  },
};

/** In front of the first line, so that every line keeps its number. */
function withConstants(result) {
  const used = new Set(result.code.match(NAMES));
  const names = BUILT_IN.filter((name) => used.has(name));
  return names.length === 0 ? result : { ...result, code: `const { ${names.join(', ')} } = globalThis;${result.code}` };
}
