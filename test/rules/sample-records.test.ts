import { readdir, readFile } from 'node:fs/promises';
import { RuleSet } from '../../src/match/rule-set.ts';
import { readRecord } from '../../src/record/read-record.ts';
import { readConfiguration } from '../../src/rule/configuration.ts';
import { compiledRules, loadRuleFiles } from '../../src/rule/load.ts';

/** Which rules a record under events/records fires. */
const FIRES: ReadonlyMap<string, readonly string[]> = new Map([
  ['access-key-for-another-user', ['access_key_for_another_user']],
  ['administrator-access-attached', ['administrator_access_attached', 'iam_policy_changed']],
  ['console-login-without-mfa', ['console_login_without_mfa']],
  ['detector-disabled', ['detector_disabled']],
  ['event-selectors-changed', ['event_selectors_changed']],
  ['failed-console-login', []],
  ['key-deletion-scheduled', ['key_deletion_scheduled']],
  ['logging-stopped', ['logging_stopped']],
  ['login-profile-for-another-user', ['login_profile_for_another_user']],
  ['management-events-dropped', ['event_selectors_changed', 'management_events_dropped']],
  ['ordinary-attach-role-policy', ['iam_policy_changed']],
  ['ordinary-security-group-one-network', ['security_group_changed']],
  ['public-access-block-removed', ['public_access_block_removed']],
  ['recorder-stopped', ['recorder_stopped']],
  ['root-activity', ['root_access_key_created', 'root_activity']],
  ['root-console-login-without-mfa', ['root_activity', 'root_console_login_without_mfa']],
  ['security-group-open-to-world', ['security_group_changed', 'security_group_open_to_world']],
  ['trail-changed', ['trail_changed']],
  ['trail-deleted', ['trail_deleted']],
  ['unauthorized-api-calls', []],
  ['unused-region', ['costly_instances_asked_for', 'unused_region']],
]);

const FOLDER = 'events/records';
const names = (await readdir(FOLDER)).map((file) => file.replace(/\.json$/, '')).sort();
const { lists } = readConfiguration('trailhound.yml', await readFile('trailhound.yml', 'utf8'));
const loaded = await loadRuleFiles(['rules'], lists);
const ruleSet = new RuleSet(compiledRules(loaded));

test('every record that is not ordinary is in the table', () => {
  expect([...FIRES.keys()].filter((name) => !names.includes(name))).toEqual([]);
  expect(names.filter((name) => !FIRES.has(name) && !name.startsWith('ordinary-'))).toEqual([]);
});

test('what is ordinary is told as context at most', () => {
  const levels = new Map(ruleSet.rules.map(({ name, level }) => [name, level]));
  const ordinary = [...FIRES].flatMap(([name, rules]) => (name.startsWith('ordinary-') ? rules : []));
  expect(ordinary.filter((name) => levels.get(name) !== 'low')).toEqual([]);
});

test.each(names)('%s', async (name) => {
  const record = readRecord(await readFile(`${FOLDER}/${name}.json`));
  // What is only counted is not told.
  const fired = record.ok
    ? ruleSet.match(record.value).flatMap(({ rule }) => (rule.untold ? [] : [rule.name]))
    : record.failure;
  expect(fired).toEqual(FIRES.get(name) ?? []);
});
