/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // The default leaves one core free, which on a machine of two is half of it; and some tests wait for servers, while others
  // have something to do.
  maxWorkers: 3,
  testSequencer: '<rootDir>/scripts/test-sequencer.mjs',
  // A test that hangs ends; a busy machine, on which a command takes seconds to start, is no failure.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/scripts/test-transform.mjs',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
  },
  // The built handlers are run in processes of their own; nothing under dist is a test or a module of the tests.
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.serverless'],
};
