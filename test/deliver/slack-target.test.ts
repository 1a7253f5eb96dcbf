import { SLACK_ORIGINS, type SlackSettings, targetOf } from '../../src/deliver/destinations/slack/target.ts';

const webhook = (origins: readonly string[] = SLACK_ORIGINS): SlackSettings => ({
  mode: 'webhook',
  parameter: '/trailhound/slack',
  origins,
});
const bot = (origins: readonly string[] = SLACK_ORIGINS): SlackSettings => ({
  mode: 'bot',
  parameter: '/trailhound/token',
  channel: 'C0123456789',
  origins,
});
const LOCAL = ['http://127.0.0.1:4567'];

test.each([
  ['Slack', 'https://hooks.slack.com/services/T/B/x', webhook(), 'https://hooks.slack.com/services/T/B/x'],
  ['GovSlack', 'https://hooks.slack-gov.com/services/T', webhook(), 'https://hooks.slack-gov.com/services/T'],
  ['a line end after it', ' https://hooks.slack.com/services/T\n', webhook(), 'https://hooks.slack.com/services/T'],
  ['the local stack', 'http://127.0.0.1:4567/hook', webhook(LOCAL), 'http://127.0.0.1:4567/hook'],
])('a webhook at %s', (_name, secret, settings, url) => {
  expect(targetOf(secret, settings)).toEqual({ ok: true, value: { mode: 'webhook', url } });
});

test.each([
  ['another host', 'https://evil.example/services/T/B/SECRET', webhook()],
  ['a host that begins like Slack', 'https://hooks.slack.com.evil.example/SECRET', webhook()],
  ['a login that looks like Slack', 'https://hooks.slack.com@evil.example/SECRET', webhook()],
  ['a login at Slack', 'https://u:SECRET@hooks.slack.com/services/T', webhook()],
  ['another port', 'https://hooks.slack.com:8443/SECRET', webhook()],
  ['not https', 'http://hooks.slack.com/services/T/B/SECRET', webhook(['http://hooks.slack.com'])],
  ['the metadata service', 'http://169.254.169.254/SECRET', webhook(['http://169.254.169.254'])],
  ['this machine, where nobody allowed it', 'http://127.0.0.1:4567/SECRET', webhook()],
  ['no URL', 'SECRET', webhook()],
  ['a bot token', 'xoxb-SECRET', webhook()],
  ['nothing', '', webhook()],
  ['a webhook for a bot', 'https://hooks.slack.com/SECRET', bot()],
  ["a person's token", 'xoxp-SECRET', bot()],
  ['a token with a line end in it', 'xoxb-SECRET\r\nx: y', bot()],
  ['a bot without an API', 'xoxb-SECRET', bot(['https://hooks.slack.com'])],
  ['an API without TLS', 'xoxb-SECRET', bot(['http://slack.com'])],
  ['an origin that is none', 'xoxb-SECRET', bot(['slack'])],
])('%s is a matter of configuration, and the secret is not told', (_name, secret, settings) => {
  const target = targetOf(secret, settings);
  expect(target).toMatchObject({ ok: false, failure: { next: 'config' } });
  expect(JSON.stringify(target)).not.toContain('SECRET');
});

test.each([
  ['the first origin that takes no webhooks', bot(), 'https://slack.com'],
  ['the local stack', bot(LOCAL), 'http://127.0.0.1:4567'],
])('a bot speaks to %s', (_name, settings, origin) => {
  expect(targetOf('xoxb-1-a', settings)).toEqual({
    ok: true,
    value: { mode: 'bot', origin, token: 'xoxb-1-a', channel: 'C0123456789' },
  });
});

const PLACES = 'https://hooks.slack.com, https://hooks.slack-gov.com, https://slack.com, https://slack-gov.com';
test.each([
  ['SECRET', 'is no URL'],
  ['https://u@hooks.slack.com/SECRET', 'holds a login'],
  ['https://:p@hooks.slack.com/SECRET', 'holds a login'],
  ['http://hooks.slack.com/SECRET', 'is not https'],
  ['ftp://127.0.0.1/SECRET', 'is not https'],
  ['ftp://localhost/SECRET', 'is not https'],
  ['https://evil.example/SECRET', `is not at one of ${PLACES}`],
  ['http://localhost/SECRET', `is not at one of ${PLACES}`],
])('why %s is no webhook', (secret, why) => {
  expect(targetOf(secret, webhook())).toEqual({
    ok: false,
    failure: { next: 'config', reason: 'slack-bad-webhook', detail: `the value of /trailhound/slack ${why}` },
  });
});

test.each([
  ['http://localhost:1', true],
  ['http://127.0.0.1:1', true],
  ['https://slack.example', true],
  ['http://127.0.0.2:1', false],
  ['ftp://localhost', false],
  ['https://hooks.example', false],
  ['no origin', false],
])('a bot may speak to %s: %s', (origin, may) => {
  expect(targetOf('xoxb-1', bot([origin]))).toEqual(
    may
      ? { ok: true, value: { mode: 'bot', origin, token: 'xoxb-1', channel: 'C0123456789' } }
      : {
          ok: false,
          failure: { next: 'config', reason: 'slack-no-api', detail: `no origin for the Slack API among ${origin}` },
        },
  );
});

test('where no origin is an API, all are named', () => {
  expect(targetOf('xoxb-1', bot(['a', 'b']))).toMatchObject({
    failure: { detail: 'no origin for the Slack API among a, b' },
  });
});

test.each([
  ['xoxb-', false],
  ['xoxb-a', true],
  [`xoxb-${'a'.repeat(500)}`, true],
  [`xoxb-${'a'.repeat(501)}`, false],
  ['xoxb-aZ09-', true],
  ['xoxb-a_b', false],
  ['xoxb-a b', false],
  ['axoxb-a', false],
  [' xoxb-a\n', true],
])('%j is a bot token: %s', (secret, is) => {
  const token = {
    ok: true,
    value: { mode: 'bot', origin: 'https://slack.com', token: secret.trim(), channel: 'C0123456789' },
  };
  const failure = {
    next: 'config',
    reason: 'slack-bad-token',
    detail: 'the value of /trailhound/token is no bot token (xoxb-…)',
  };
  expect(targetOf(secret, bot())).toEqual(is ? token : { ok: false, failure });
});
