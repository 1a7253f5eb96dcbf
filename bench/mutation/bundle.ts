import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** Each test file with all it imports in one CommonJS file, so that a mutant costs one evaluation of one file. */
export async function bundled(
  tests: readonly string[],
  texts: ReadonlyMap<string, string>,
  folder: string,
): Promise<void> {
  await build({
    entryPoints: [...tests],
    outdir: folder,
    outbase: '.',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    target: 'node20',
    logLevel: 'warning',
    plugins: [mutants(texts)],
  });
}

export const bundleOf = (folder: string, test: string): string => join(folder, test.replace(/\.ts$/, '.cjs'));

function mutants(texts: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'mutants',
    setup(plugin) {
      // Data is read once for all mutants.
      plugin.onResolve({ filter: /\.json$/ }, ({ path, resolveDir }) => ({
        path: resolve(resolveDir, path),
        external: true,
      }));
      plugin.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const text = texts.get(relative(process.cwd(), path)) ?? readFileSync(path, 'utf8');
        return { contents: text.replaceAll('import.meta.dirname', JSON.stringify(dirname(path))), loader: 'ts' };
      });
    },
  };
}
