import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../errors.ts';
import type { Listed } from './batch.ts';

/** The files of the paths; those of a folder in the order of their names, which for CloudTrail is the order of time. */
export async function* listFiles(paths: readonly string[]): AsyncGenerator<Listed> {
  for (const path of paths) {
    try {
      if (path === '-' || !(await stat(path)).isDirectory()) {
        yield { file: path };
        continue;
      }
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
      for (const file of files.sort()) yield { file };
    } catch (thrown) {
      yield { file: path, unreadable: messageOf(thrown) };
    }
  }
}
