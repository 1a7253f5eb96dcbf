// Builds the handlers as they are deployed and the programs of this folder, runs one of them, and ends as it ends. With
// --write, what it prints goes into docs/reliability.md as well, between its marks.
//   node bench/faults/run.mjs soak|kills|fuzz-input|fuzz-output|faults [options]
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

const PROGRAMS = ['soak', 'kills', 'fuzz-input', 'fuzz-output', 'faults'];
const PROCESSES = ['servers', 'proxy', 'function-host', 'inflate'];
const HANDLERS = ['s3', 'eventbridge', 'slack'];
const DOCUMENT = 'docs/reliability.md';
const [, , program = '', ...given] = process.argv;
const options = given.filter((option) => option !== '--write');
if (!PROGRAMS.includes(program)) {
  console.error(`expected one of ${PROGRAMS.join(', ')}, found: ${program}`);
  process.exit(2);
}

// A folder of its own for each run, inside the checkout, so that node_modules is found and a second run does no harm.
mkdirSync('.bench', { recursive: true });
const built = mkdtempSync(resolve('.bench', `${program}-`));
// The handler of log files reads it from where it lies itself.
copyFileSync('dist/sieve.wasm', join(built, 'sieve.wasm'));
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
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, NODE_NO_WARNINGS: '1', BENCH_BUILT: built },
});
let printed = '';
child.stdout.setEncoding('utf8').on('data', (text) => {
  printed += text;
  process.stdout.write(text);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  rmSync(built, { recursive: true, force: true });
  if (given.includes('--write') && code === 0) write();
  process.exitCode = code ?? 1;
});

/** The command with its options, and what it printed. */
function write() {
  const [start, end] = [`<!-- ${program} -->`, `<!-- /${program} -->`];
  const document = readFileSync(DOCUMENT, 'utf8');
  const [before, after] = [document.indexOf(start), document.indexOf(end)];
  if (before === -1 || after === -1) throw new Error(`${DOCUMENT} has no marks for ${program}`);
  const name = program.replace('-', ':');
  const command = `npm run ${name}${options.length > 0 ? ` -- ${options.join(' ')}` : ''}`;
  const figures = `${start}\n\n\`${command}\`\n\n${printed.trim()}\n\n${end}`;
  writeFileSync(DOCUMENT, document.slice(0, before) + figures + document.slice(after + end.length));
  spawnSync('node_modules/.bin/biome', ['format', '--write', DOCUMENT]);
}
