import { SLACK_ORIGINS, type SlackSettings } from '../deliver/destinations/slack/deliver.ts';

/** Webhook or bot, as the deployment says. */
export function slackSettings(env: Readonly<Record<string, string | undefined>>): SlackSettings {
  // Only the embedded stack sets this: its Slack is a server on 127.0.0.1.
  const origins = env['TRAILHOUND_SLACK_ORIGIN'] ? [env['TRAILHOUND_SLACK_ORIGIN']] : SLACK_ORIGINS;
  const token = env['TRAILHOUND_SLACK_TOKEN_PARAMETER'];
  const channel = env['TRAILHOUND_SLACK_CHANNEL'];
  if (token && channel) return { mode: 'bot', parameter: token, channel, origins };
  const webhook = env['TRAILHOUND_SLACK_WEBHOOK_PARAMETER'];
  if (webhook) return { mode: 'webhook', parameter: webhook, origins };
  throw new Error(
    'Slack is not configured: set TRAILHOUND_SLACK_WEBHOOK_PARAMETER, or TRAILHOUND_SLACK_TOKEN_PARAMETER and TRAILHOUND_SLACK_CHANNEL',
  );
}
