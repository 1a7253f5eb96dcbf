import { readFile } from 'node:fs/promises';

/**
 * Lets esbuild leave out what the functions do not use of the SDK's schemas. Their keys are constants in brackets,
 * `{ [_xF]: 1 }`, and esbuild keeps whatever has computed keys, since computing one might do something. With the
 * constants written out, which is the same object, the schemas of all of S3 are those of the one call that is made.
 */
export const sdkSchemas = {
  name: 'sdk-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const constants = new Map(
        [...text.matchAll(/^const (_\w*) = ("[^"\\]*");$/gm)].map(([, name, value]) => [name, value]),
      );
      return {
        contents: text.replaceAll(/\[(_\w*)\]:/g, (key, name) =>
          constants.has(name) ? `${constants.get(name)}:` : key,
        ),
      };
    });
  },
};
