// Invokes every function with every sample of its folder through `osls invoke local`: offline, without credentials.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

const env = { PATH: process.env.PATH, HOME: process.env.HOME };
let failed = 0;
for (const name of ['s3', 'eventbridge', 'cloudwatch-logs', 'clock', 'slack']) {
  for (const file of readdirSync(`events/${name}`).sort()) {
    const path = `events/${name}/${file}`;
    const args = ['osls', 'invoke', 'local', '--stage', 'local', '-f', name, '-p', path];
    const { status, stdout } = spawnSync('npx', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    const answer = /\{\s*"(?:batchItemFailures|delivered)"[\s\S]*\}\s*$/.exec(stdout)?.[0].replaceAll(/\s+/g, ' ');
    const answered = status === 0 && answer !== undefined;
    if (!answered) failed++;
    console.log(`${answered ? 'ok  ' : 'FAIL'}  ${path.padEnd(60)} ${answer ?? stdout.trim().split('\n').at(-1)}`);
  }
}
console.log(failed === 0 ? 'every function answers every sample' : `${failed} samples were not answered`);
process.exit(failed === 0 ? 0 : 1);
