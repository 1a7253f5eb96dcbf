// `npm test`: all that must hold, two things at once where neither waits for the other. What is built is checked and tested as
// it was built; types and style need no build. Each line below is a chain of scripts of package.json. Arguments are Jest's:
//   npm test -- test/match
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const AT_ONCE = [['build', 'test:rules'], ['lint']];
const LAST = 'test:code';

// The first chain may write as it goes; what the others say is held back until it is their turn, so that nothing is mixed.
const chains = AT_ONCE.map((scripts, place) => chain(scripts, place === 0));
const ended = [];
for (const running of chains) {
  const { failed, said } = await running;
  process.stdout.write(said);
  ended.push(failed);
}
process.exitCode = ended.includes(true) || (await run(LAST, 'inherit', process.argv.slice(2))).failed ? 1 : 0;

/** One script after the other, until one fails. */
async function chain(scripts, live) {
  let said = '';
  for (const script of scripts) {
    const ran = await run(script, live ? 'inherit' : 'pipe');
    said += ran.said;
    if (ran.failed) return { failed: true, said };
  }
  return { failed: false, said };
}

async function run(script, output, args = []) {
  const color = process.stdout.isTTY && output === 'pipe' ? { FORCE_COLOR: '1' } : {};
  // npm is a command file on Windows, which only a shell runs.
  const child = spawn('npm', ['run', script, '--', ...args], {
    stdio: ['ignore', output, output],
    env: { ...process.env, ...color },
    shell: process.platform === 'win32',
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (said += text));
  const [status] = await once(child, 'close');
  return { failed: status !== 0, said };
}
