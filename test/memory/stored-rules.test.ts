import { storeRules } from '../../src/cli/store-rules.ts';
import { storedRulesIn } from '../../src/memory/stored-rules.ts';

test('what the build writes is read', () => {
  const text = storeRules({ rules: [], memory: [] });
  expect(storedRulesIn(text, 'rules.json')).toEqual({ format: 2, fields: [], rules: [], memory: [] });
});

test.each([
  ['an older version', '{"rules":[],"memory":[]}', 'format none'],
  ['another version', '{"format":3}', 'format 3'],
  ['hostile: a text as format', '{"format":"2"}', 'format "2"'],
  ['no object', '[]', 'format none'],
  ['a file that was cut', '{"format":2', 'no JSON ('],
])('%s is refused at the start, with how to mend it', (_name, text, found) => {
  expect(() => storedRulesIn(text, '/var/task/rules.json')).toThrow(
    `/var/task/rules.json: expected rules of format 2, found ${found}`,
  );
  expect(() => storedRulesIn(text, 'x')).toThrow('Compile them with this version: npx trailhound compile');
});
