import { slackPorts, slackSettingsFrom, slackVisibility } from '#environment';
import { lambda } from '../src/aws/lambda.ts';
import { oneByOne } from '../src/aws/one-by-one.ts';
import { telemetry } from '../src/aws/telemetry.ts';
import { tellSlack } from '../src/deliver/destinations/slack/deliver.ts';
import { once } from '../src/once.ts';

const watched = telemetry();
const ports = once(() => slackPorts(process.env, watched));
const visibility = once(() => slackVisibility(process.env));
const settings = once(() => slackSettingsFrom(process.env));

/** Alerts of the SNS topic, by a queue of their own, to Slack. */
export const handler = lambda(
  oneByOne(async (delivery) => {
    const body = typeof delivery === 'string' ? delivery : JSON.stringify(delivery);
    const told = await tellSlack(body, settings(), ports());
    return told.ok ? [] : [told.failure];
  }),
  watched,
  visibility,
);
