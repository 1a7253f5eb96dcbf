import { slackPorts, slackSettingsFrom, slackVisibility } from '#environment/slack';
import { lambda } from '../src/aws/lambda.ts';
import { telemetry } from '../src/aws/telemetry.ts';
import { tellSlack } from '../src/deliver/destinations/slack/deliver.ts';

const watched = telemetry();
const ports = slackPorts(process.env, watched);
const visibility = slackVisibility(process.env);
const settings = slackSettingsFrom(process.env);

/** Alerts of the SNS topic, by queues of their own, to Slack. */
export const handler = lambda(
  async (deliveries, left) => {
    const bodies = deliveries.map((delivery) => (typeof delivery === 'string' ? delivery : JSON.stringify(delivery)));
    const told = await tellSlack(bodies, settings, ports, left);
    return told.map((outcome) => (outcome.ok ? [] : [outcome.failure]));
  },
  watched,
  () => visibility,
);
