import { readdir, readFile } from 'node:fs/promises';
import { RuleSet } from '../../src/match/rule-set.ts';
import { readRecord } from '../../src/record/record.ts';
import { readConfiguration } from '../../src/rule/configuration.ts';
import { compiledRules, loadRuleFiles } from '../../src/rule/load.ts';

/** Which rules a record under events/records fires; `ordinary-*` fires none. */
const FIRES: ReadonlyMap<string, readonly string[]> = new Map([
  ['access-key-for-another-user', ['access_key_for_another_user']],
  ['administrator-access-attached', ['administrator_access_attached']],
  ['console-login-without-mfa', ['console_login_without_mfa']],
  ['detector-disabled', ['detector_disabled']],
  ['event-selectors-changed', ['event_selectors_changed']],
  ['failed-console-login', ['failed_console_login']],
  ['key-deletion-scheduled', ['key_deletion_scheduled']],
  ['logging-stopped', ['logging_stopped']],
  ['login-profile-for-another-user', ['login_profile_for_another_user']],
  ['management-events-dropped', ['event_selectors_changed', 'management_events_dropped']],
  ['public-access-block-removed', ['public_access_block_removed']],
  ['recorder-stopped', ['recorder_stopped']],
  ['root-activity', ['root_access_key_created', 'root_activity']],
  ['root-console-login-without-mfa', ['root_activity', 'root_console_login_without_mfa']],
  ['security-group-open-to-world', ['security_group_open_to_world']],
  ['trail-changed', ['trail_changed']],
  ['trail-deleted', ['trail_deleted']],
  ['unauthorized-api-calls', ['unauthorized_api_calls']],
  ['unused-region', ['unused_region']],
]);

const FOLDER = 'events/records';
const names = (await readdir(FOLDER)).map((file) => file.replace(/\.json$/, '')).sort();
const { lists } = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
const loaded = await loadRuleFiles(['rules'], lists);
const ruleSet = new RuleSet(compiledRules(loaded));

test('every record of the table is there', () => {
  expect(names.filter((name) => !name.startsWith('ordinary-'))).toEqual([...FIRES.keys()]);
});

test.each(names)('%s', async (name) => {
  const record = readRecord(await readFile(`${FOLDER}/${name}.json`));
  // What is only counted is not told.
  const fired = record.ok
    ? ruleSet.match(record.value).flatMap(({ rule }) => (rule.untold ? [] : [rule.name]))
    : record.failure;
  expect(fired).toEqual(FIRES.get(name) ?? []);
});
