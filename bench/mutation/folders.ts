/** The core: what decides whether somebody is told, and what. */
export const MUTATED: readonly string[] = [
  'src/decode',
  'src/record',
  'src/match',
  'src/memory',
  'src/alert',
  'src/deliver',
  'src/ingest',
  'src/errors.ts',
  'src/json.ts',
];

/** The tests that judge: those that need neither a server nor a process of their own. */
export const JUDGES: readonly string[] = [
  'test/decode',
  'test/record',
  'test/match',
  'test/memory',
  'test/alert',
  'test/deliver',
  'test/ingest',
  'test/rule',
  'test/property',
];

/** Parts of the names of tests that do not: code that counts what it runs into needs minutes for tens of megabytes. */
export const NO_JUDGES: readonly string[] = ['32 MiB'];

/** A test that needs more of a processor than this does not judge either; others see what it sees. */
export const LONGEST_MS = 3_000;

/** Killed mutants in a hundred, for each folder. */
export const AIM = 85;

/** Stryker 10 needs Node 22. Not a dependency: it brings more than a hundred packages, and only this command needs it. */
export const INSTRUMENTER = '@stryker-mutator/instrumenter@9.6.1';
