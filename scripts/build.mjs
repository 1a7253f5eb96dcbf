// Builds everything under dist/: the handlers for AWS, the same handlers with local ports for `invoke local`, the command,
// the library, and the compiled rules. No plugin does this, so it takes a second and the zips are the same every time.
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { sdkSchemas } from './sdk-schemas.mjs';

const HANDLERS = ['s3', 'eventbridge', 'cloudwatch-logs', 'clock', 'slack'];
const entries = HANDLERS.map((name) => `handlers/${name}.ts`);

rmSync('dist', { recursive: true, force: true });

/** Lambda loads a minified CommonJS file fastest; `import.meta.dirname` is what CommonJS calls __dirname. */
const handlers = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  minify: true,
  target: 'node20',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.dirname': '__dirname' },
  // The SDK's CommonJS files come whole, its modules only as far as they are used: this halves the clients.
  mainFields: ['module', 'main'],
  plugins: [sdkSchemas],
  alias: { '@aws-sdk/credential-provider-node': resolve('src/aws/credentials.ts') },
  legalComments: 'none',
  logLevel: 'warning',
};
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

await Promise.all([
  build({ ...handlers, entryPoints: entries, outdir: 'dist' }),
  build({ ...handlers, entryPoints: entries, outdir: 'dist/local', conditions: ['trailhound-local'] }),
  build({
    ...programs,
    entryPoints: { cli: 'src/cli/main.ts' },
    outdir: 'dist',
    banner: { js: '#!/usr/bin/env node' },
  }),
  build({
    ...programs,
    entryPoints: {
      index: 'src/index.ts',
      start: 'src/local/start.ts',
      'function-process': 'src/local/function-process.ts',
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

run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json');
const assembly = ['--runtime', 'stub', '--enable', 'simd', '-O3', '--noAssert'];
run(
  'node_modules/assemblyscript/bin/asc.js',
  'src/sieve/assembly/index.ts',
  ...assembly,
  '--outFile',
  'dist/sieve.wasm',
);
run('dist/cli.mjs', 'compile', '--out', 'dist/rules.json');
run('dist/cli.mjs', 'compile', '--pack', 'full', '--out', 'dist/rules-full.json');
copyFileSync('dist/rules.json', 'dist/local/rules.json');

/** Ends with the program's own exit code: it has said what is wrong. */
function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
