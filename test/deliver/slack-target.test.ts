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
