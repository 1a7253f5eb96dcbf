import { watch } from 'node:fs';
import { out } from './context.ts';

/** Editors write a file in several steps; this long after the last one it is whole. */
const SETTLE_MS = 100;

/** Runs once, and again whenever something under the paths changes, until the process is ended. */
export async function watching(paths: readonly string[], run: () => Promise<unknown>): Promise<never> {
  await run();
  out(`\nwatching ${paths.join(', ')}; end with Ctrl-C`);
  let timer: NodeJS.Timeout | undefined;
  for (const path of paths) {
    watch(path, { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        out(`\n── ${new Date().toLocaleTimeString()} ──`);
        void run();
      }, SETTLE_MS);
    });
  }
  return new Promise(() => {});
}
