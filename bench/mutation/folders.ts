/**
 * The core, what decides whether somebody is told and what; and the tests that judge each part: its own, where they need
 * neither a server nor a process. What only a test of another folder would notice is a survivor here.
 */
export const CORE: Readonly<Record<string, readonly string[]>> = {
  'src/decode': ['test/decode'],
  'src/record': ['test/record'],
  'src/match': ['test/match', 'test/rule/selection.test.ts'],
  'src/memory': ['test/memory', 'test/property', 'test/ingest', 'test/rule/run-memory-tests.test.ts'],
  'src/alert': ['test/alert'],
  'src/deliver': ['test/deliver', 'test/ingest'],
  'src/ingest': ['test/ingest'],
  'src/errors.ts': ['test/errors.test.ts'],
  'src/json.ts': ['test/errors.test.ts'],
};

/** Parts of the names of tests that do not: they need seconds, and others see what they see. */
export const NO_JUDGES: readonly string[] = [
  '200 MiB',
  '32 MiB',
  'a bomb',
  'engine and reference agree',
  'any order, any batches',
  'change no episode',
];

/** A test that needs more of a processor than this does not judge either. */
export const LONGEST_MS = 1_500;

/** Killed mutants in a hundred, for each folder. */
export const AIM = 85;

/** Stryker 10 needs Node 22. Not a dependency: it brings more than a hundred packages, and only this command needs it. */
export const INSTRUMENTER = '@stryker-mutator/instrumenter@9.6.1';
