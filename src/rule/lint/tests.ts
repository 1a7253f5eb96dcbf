import type { LoadedMemoryRule } from '../compile-correlation.ts';
import type { LoadedRule } from '../compile-rule.ts';
import type { Remark } from './finding.ts';

/** A rule is proved by an event that fires it and one, nearly the same, that does not. */
export function lintTests({ compiled, tests }: LoadedRule | LoadedMemoryRule): Remark[] {
  const missing = (fires: boolean, what: string): Remark[] =>
    tests.some((test: { readonly fires: boolean }) => test.fires === fires)
      ? []
      : [
          {
            severity: 'error',
            about: 'tests',
            message: `${compiled.name} has no ${what}`,
            hint: `Add one under tests with fires: ${fires}`,
          },
        ];
  return [...missing(true, 'test that fires'), ...missing(false, 'near miss')];
}
