import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of a golden file. `UPDATE_GOLDEN=1` writes it anew; what changed is then read by a person in the diff. */
export function golden(name: string, actual: string): string {
  const path = join(import.meta.dirname, name);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(path, actual);
  return readFileSync(path, 'utf8');
}
