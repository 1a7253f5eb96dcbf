import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/**
 * Runs a TypeScript program of this checkout: Node 20 does not read TypeScript itself. It lies under dist, from where it
 * finds its dependencies.
 */
export async function runTypeScript(entry) {
  mkdirSync('dist', { recursive: true });
  const folder = mkdtempSync(join('dist', 'bench-'));
  const outfile = resolve(folder, 'program.mjs');
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
      target: 'node20',
      logLevel: 'warning',
    });
    await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
