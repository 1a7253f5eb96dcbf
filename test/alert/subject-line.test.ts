import { SUBJECT_MAX, subjectLine } from '../../src/alert/subject-line.ts';
import { ATTACKED, everywhere, HOSTILE } from './hostile.ts';
import { DENIED_AFTER_SILENCE, REPEAT, TRAIL_DELETED } from './sample-alert.ts';

test.each([
  ['an alert', TRAIL_DELETED, '[CRITICAL] Trail deleted: prod-trail by alice (123456789012, eu-west-1)'],
  ['a repeat', REPEAT, '[CRITICAL] 11 times: Trail deleted: prod-trail by alice (123456789012, eu-west-1)'],
  [
    'a title that says who did it',
    { ...TRAIL_DELETED, title: 'alice deleted trail prod-trail' },
    '[CRITICAL] alice deleted trail prod-trail (123456789012, eu-west-1)',
  ],
  ['low', DENIED_AFTER_SILENCE, '[LOW] Trail changed: prod-trail by deploy/ci (123456789012, eu-west-1)'],
  [
    'a look-alike does not pass for the real name',
    { ...TRAIL_DELETED, actor: { name: 'аdmin', type: 'IAMUser' } },
    '[CRITICAL] Trail deleted: prod-trail by ?dmin (123456789012, eu-west-1)',
  ],
  [
    'one ? for each character, of whatever length',
    { ...TRAIL_DELETED, title: 'a🔥é' },
    '[CRITICAL] a?? by alice (123456789012, eu-west-1)',
  ],
  [
    'a long name gives way, the account does not',
    { ...TRAIL_DELETED, actor: { name: 'a'.repeat(500), type: 'IAMUser' } },
    '[CRITICAL] Trail deleted: prod-trail by aaaaaaaaaaaaaaaaaaaaa... (123456789012, eu-west-1)',
  ],
])('%s', (_name, alert, expected) => {
  expect(subjectLine(alert)).toBe(expected);
});

const around = subjectLine({ ...TRAIL_DELETED, title: '' }).length - '-'.length;
const titled = (length: number) => subjectLine({ ...TRAIL_DELETED, title: 'x'.repeat(length) });

test.each([
  ['one below', SUBJECT_MAX - 1, SUBJECT_MAX - 1, false],
  ['at', SUBJECT_MAX, SUBJECT_MAX, false],
  ['one above', SUBJECT_MAX + 1, SUBJECT_MAX, true],
])('a subject %s the limit', (_name, wanted, length, isCut) => {
  const subject = titled(wanted - around);
  expect(subject).toHaveLength(length);
  expect(subject.includes('...')).toBe(isCut);
  expect(subject).toContain('(123456789012, eu-west-1)');
});

describe.each([...HOSTILE])('%s', (_name, text) => {
  test.each([...ATTACKED, ['everywhere', everywhere] as const])('in %s', (_field, put) => {
    for (const base of [TRAIL_DELETED, REPEAT]) {
      expect(subjectLine(put(base, text))).toMatch(/^\[CRITICAL\] [\x20-\x7e]{1,88}$/);
    }
  });
});
