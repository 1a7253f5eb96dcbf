// Builds the handlers as they are deployed and the programs of this folder, runs one of them, and ends as it ends.
//   node bench/faults/run.mjs soak|kills|fuzz-input|fuzz-output [options]
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const PROGRAMS = ['soak', 'kills', 'fuzz-input', 'fuzz-output'];
const PROCESSES = ['servers', 'proxy', 'function-host', 'inflate'];
const HANDLERS = ['s3', 'eventbridge', 'slack'];
const [, , program = '', ...options] = process.argv;
if (!PROGRAMS.includes(program)) {
  console.error(`expected one of ${PROGRAMS.join(', ')}, found: ${program}`);
  process.exit(2);
}

// A folder of its own for each run, inside the checkout, so that node_modules is found and a second run does no harm.
mkdirSync('.bench', { recursive: true });
const built = mkdtempSync(resolve('.bench', `${program}-`));
const common = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning', outdir: built };
await Promise.all([
  build({
    ...common,
    format: 'cjs',
    minify: true,
    outExtension: { '.js': '.cjs' },
    define: { 'import.meta.dirname': '__dirname' },
    entryPoints: HANDLERS.map((name) => `handlers/${name}.ts`),
  }),
  build({
    ...common,
    format: 'esm',
    packages: 'external',
    outExtension: { '.js': '.mjs' },
    entryPoints: [program, ...PROCESSES].map((name) => `bench/faults/${name}.ts`),
  }),
]);
const child = spawn(process.execPath, ['--no-warnings', join(built, `${program}.mjs`), ...options], {
  stdio: 'inherit',
  env: { ...process.env, NODE_NO_WARNINGS: '1', BENCH_BUILT: built },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  rmSync(built, { recursive: true, force: true });
  process.exitCode = code ?? 1;
});
