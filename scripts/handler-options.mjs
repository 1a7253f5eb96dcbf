import { resolve } from 'node:path';
import { lazyRe2 } from './lazy-re2.mjs';
import { sdkSchemas } from './sdk-schemas.mjs';

/** Lambda loads a minified CommonJS file fastest; `import.meta.dirname` is what CommonJS calls __dirname. */
export const HANDLER_OPTIONS = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  minify: true,
  target: 'node20',
  outExtension: { '.js': '.cjs' },
  define: { 'import.meta.dirname': '__dirname' },
  // The SDK's CommonJS files come whole, its modules only as far as they are used: this halves the clients.
  mainFields: ['module', 'main'],
  plugins: [sdkSchemas, lazyRe2],
  alias: { '@aws-sdk/credential-provider-node': resolve('src/aws/credentials.ts') },
  legalComments: 'none',
  logLevel: 'warning',
};
