import { consoleUrl, LINK_MAX, runbookUrl } from '../../src/alert/links.ts';
import { LINK, TRAIL_DELETED } from './sample-alert.ts';

const CONSOLE = 'https://console.aws.amazon.com/';

test.each([
  ['the console of a region', LINK, LINK],
  [
    'GovCloud',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/x',
    'https://us-gov-west-1.console.amazonaws-us-gov.com/x',
  ],
  ['China', 'https://cn-north-1.console.amazonaws.cn/x', 'https://cn-north-1.console.amazonaws.cn/x'],
  ['what ends a link in Slack or in mail is encoded', `${CONSOLE}?a=|">'#|`, `${CONSOLE}?a=%7C%22%3E%27#%7C`],
  ['another host', 'https://evil.example/', undefined],
  ['a host that only begins like the console', 'https://console.aws.amazon.com.evil.example/', undefined],
  ['a host that only ends like the console', 'https://evilconsole.aws.amazon.com/', undefined],
  ['a login before the host', 'https://console.aws.amazon.com@evil.example/', undefined],
  ['a login on the console', 'https://a:b@console.aws.amazon.com/', undefined],
  ['another port', 'https://console.aws.amazon.com:8443/', undefined],
  ['not https', 'http://console.aws.amazon.com/', undefined],
  ['a script', 'javascript:alert(1)//console.aws.amazon.com', undefined],
  ['no URL', 'console', undefined],
  ['nothing', '', undefined],
])('the console link: %s', (_name, link, expected) => {
  expect(consoleUrl({ ...TRAIL_DELETED, link })).toBe(expected);
});

test.each([
  ['any https host', 'https://runbooks.example.com/a?b=c', 'https://runbooks.example.com/a?b=c'],
  ['not https', 'http://runbooks.example.com/', undefined],
  ['a login', 'https://a@runbooks.example.com/', undefined],
])('the runbook: %s', (_name, runbook, expected) => {
  expect(runbookUrl({ ...TRAIL_DELETED, runbook })).toBe(expected);
});

test.each([
  ['one below', LINK_MAX - 1, true],
  ['at', LINK_MAX, true],
  ['one above', LINK_MAX + 1, false],
])('a link %s the limit', (_name, length, kept) => {
  const link = CONSOLE.padEnd(length, 'x');
  expect(consoleUrl({ ...TRAIL_DELETED, link })).toBe(kept ? link : undefined);
});

test('a link that grows beyond the limit when it is encoded is left out', () => {
  expect(consoleUrl({ ...TRAIL_DELETED, link: CONSOLE.padEnd(LINK_MAX, '|') })).toBeUndefined();
});
