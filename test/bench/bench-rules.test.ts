import { compiled, KILL_RULES, SOAK_RULES } from '../../bench/faults/bench-rules.ts';
import { storedRulesIn } from '../../src/memory/stored-rules.ts';

test.each([
  ['the soak', SOAK_RULES],
  ['the kills', KILL_RULES],
])('the rules of %s load as the functions read them', async (_name, names) => {
  const { rules, memory } = storedRulesIn(await compiled(names), 'rules.json');
  expect(rules.length + memory.length).toBeGreaterThanOrEqual(names.length);
});
