import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Real records and published labels, which are not ours to copy into this repository. */
export const DATA_FOLDER = process.env['TRAILHOUND_DATA'] ?? '../shared/data';

/** A file or folder of them. Ends the program where it is not there. */
export function sharedData(...path: readonly string[]): string {
  const found = join(DATA_FOLDER, ...path);
  if (existsSync(found)) return found;
  process.stderr.write(
    `${found} is not here. This command reads published records that are not part of this repository;\n` +
      'put them there, or name the folder that holds them: TRAILHOUND_DATA=/path/to/data. See docs/rule-quality.md.\n',
  );
  process.exit(2);
}
