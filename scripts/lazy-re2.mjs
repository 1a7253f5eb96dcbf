/**
 * Keeps re2js out of the handlers' bundles: it is a quarter of them, and most records are decided without a regular
 * expression. The build puts it beside them as re2.cjs, which is loaded when the first pattern is compiled.
 */
export const lazyRe2 = {
  name: 'lazy-re2',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /^re2js$/ }, () => ({ path: 're2js', namespace: 'lazy-re2' }));
    onResolve({ filter: /^\.\/re2\.cjs$/, namespace: 'lazy-re2' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'lazy-re2' }, () => ({ contents: LAZY }));
  },
};

/** What src/match uses of it; Node keeps what it has loaded. */
const LAZY = `
const real = () => require('./re2.cjs').RE2JS;
exports.RE2JS = {
  compile: (pattern, flags) => real().compile(pattern, flags),
  get DOTALL() { return real().DOTALL; },
};
`;
