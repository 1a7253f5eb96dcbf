import { readdirSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import type { JsonObject } from '../../src/json.ts';
import { type EventOfTest, testEvent } from '../../src/rule/test-event.ts';
import { SOAK_RULES } from './bench-rules.ts';

const RECORDS = 'events/records';

/** Records of every day, and those that the tests of the rules are about: attacks and near misses. */
export interface Templates {
  readonly ordinary: readonly JsonObject[];
  readonly attacks: readonly JsonObject[];
}

export function readTemplates(names: readonly string[] = SOAK_RULES): Templates {
  const samples = new Map(
    readdirSync(RECORDS).map((file) => [
      file.replace('.json', ''),
      JSON.parse(readFileSync(`${RECORDS}/${file}`, 'utf8')) as JsonObject,
    ]),
  );
  const whole = samples.get('ordinary-describe-instances') ?? {};
  const attacks = names.flatMap((name) => {
    const { tests } = parseDocument(readFileSync(`rules/${name}.yml`, 'utf8')).toJS() as { tests: EventOfTest[] };
    return tests.flatMap((test) => {
      const made = testEvent(test, samples);
      // A test names the fields that it is about; the rest is what every record has.
      return made.ok ? [test.event === undefined ? made.event : { ...whole, ...made.event }] : [];
    });
  });
  const ordinary = [...samples].filter(([name]) => name.startsWith('ordinary-')).map(([, record]) => record);
  return { ordinary, attacks };
}
