import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chunksOf } from '../../src/scan/chunks-of.ts';

const folder = mkdtempSync(join(tmpdir(), 'trailhound-chunks-'));
const path = join(folder, 'log');
afterAll(() => rmSync(folder, { recursive: true }));

async function bytesOf(file: string, atFirst: () => void = () => {}): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(file)) if (chunks.push(chunk) === 1) atFirst();
  return Buffer.concat(chunks).toString('latin1');
}

test.each([0, 1, 4_096, 262_143, 262_144, 262_145, 1_000_000])('a file of %i bytes is read whole', async (size) => {
  const text = 'trailhound'.repeat(size / 10 + 1).slice(0, size);
  writeFileSync(path, text);
  expect((await bytesOf(path)) === text).toBe(true);
});

test('what a file grows by meanwhile is read too', async () => {
  writeFileSync(path, 'begin ');
  expect(await bytesOf(path, () => appendFileSync(path, 'end'))).toBe('begin end');
});

test('a pipe, which has no size, is read until it ends', async () => {
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  spawn('sh', ['-c', `printf 'one ' > '${pipe}'`]);
  expect(await bytesOf(pipe)).toBe('one ');
});

test.each([
  ['is not there', join(folder, 'absent'), 'ENOENT'],
  ['is a folder', folder, 'EISDIR'],
])('one that %s is said to be unreadable', async (_what, file, code) => {
  await expect(bytesOf(file)).rejects.toThrow(code);
});

test('others have their turn before a file is read to its end', async () => {
  writeFileSync(path, 'x'.repeat(300_000));
  const turns: string[] = [];
  setImmediate(() => turns.push('another'));
  await bytesOf(path);
  expect(turns).toEqual(['another']);
});
