// Builds everything under dist/: the handlers for AWS, the same handlers with local ports for `invoke local`, the command,
// the library, and the compiled rules. No plugin does this, so it takes a second and the zips are the same every time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { build } from 'esbuild';
import { HANDLER_OPTIONS } from './handler-options.mjs';

const HANDLERS = ['s3', 'eventbridge', 'cloudwatch-logs', 'clock', 'slack'];
const entries = HANDLERS.map((name) => `handlers/${name}.ts`);

rmSync('dist', { recursive: true, force: true });

/** What runs from a checkout or an installed package finds its dependencies in node_modules. */
const programs = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  outExtension: { '.js': '.mjs' },
  logLevel: 'warning',
};

/** For dependencies that are CommonJS modules. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

await Promise.all([
  build({ ...HANDLER_OPTIONS, entryPoints: entries, outdir: 'dist' }),
  build({ ...HANDLER_OPTIONS, entryPoints: entries, outdir: 'dist/local', conditions: ['trailhound-local'] }),
  ...['dist', 'dist/local'].map((outdir) =>
    build({ ...HANDLER_OPTIONS, plugins: [], entryPoints: { re2: 're2js' }, outdir }),
  ),
  // The command is one file: to find and read some sixty of its dependencies' takes longer than most commands do.
  build({
    ...programs,
    packages: 'bundle',
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    banner: { js: `#!/usr/bin/env node\n${REQUIRE}` },
  }),
  build({
    ...programs,
    entryPoints: {
      index: 'src/index.ts',
      start: 'src/local/start.ts',
      'function-process': 'src/local/function-process.ts',
      'scan-worker': 'src/cli/scan-worker.ts',
    },
    outdir: 'dist',
  }),
]);

// npm makes the command executable when it installs; a build that writes it anew must do the same.
chmodSync('dist/cli.mjs', 0o755);
// npm links the commands of dependencies, not the project's own. Without a link, npx would install the checkout into its
// cache first, and fail there for as long as a rule is wrong.
if (process.platform !== 'win32' && existsSync('node_modules/.bin')) {
  rmSync('node_modules/.bin/trailhound', { force: true });
  symlinkSync('../../dist/cli.mjs', 'node_modules/.bin/trailhound');
}

const assembly = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert'];
await Promise.all([
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'),
  run(
    'node_modules/assemblyscript/bin/asc.js',
    'src/sieve/assembly/index.ts',
    ...assembly,
    '--outFile',
    'dist/sieve.wasm',
  ),
  run('dist/cli.mjs', 'compile', '--out', 'dist/rules.json'),
  run('dist/cli.mjs', 'compile', '--pack', 'full', '--out', 'dist/rules-full.json'),
]);
copyFileSync('dist/rules.json', 'dist/local/rules.json');
copyFileSync('dist/sieve.wasm', 'dist/local/sieve.wasm');

/** Ends with the program's own exit code: it has said what is wrong. */
async function run(...args) {
  const [status] = await once(spawn(process.execPath, args, { stdio: 'inherit' }), 'exit');
  if (status !== 0) process.exit(status ?? 1);
}
