import { readFile } from 'node:fs/promises';
import { ruleJsonSchema } from '../../src/rule/json-schema.ts';

test('rules/rule.schema.json is the schema of the loader; write it anew with npm run schema', async () => {
  expect(JSON.parse(await readFile('rules/rule.schema.json', 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(ruleJsonSchema())),
  );
});

test('it knows our keys and forbids misspelt ones', () => {
  const {
    else: { else: rule },
  } = ruleJsonSchema() as {
    else: { else: { properties: { alert: { properties: object; additionalProperties: boolean } } } };
  };
  expect(Object.keys(rule.properties)).toEqual(
    expect.arrayContaining(['detection', 'eventbridge', 'cloudwatch', 'suppress', 'tests']),
  );
  expect(Object.keys(rule.properties.alert.properties)).toContain('dedup');
  expect(rule.properties.alert.additionalProperties).toBe(false);
});
