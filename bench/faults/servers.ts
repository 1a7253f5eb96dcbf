import { startAwsServer } from '../../src/local/aws-server.ts';
import { startDynamo } from '../../src/local/dynamo-server.ts';
import { startParameterServer } from '../../src/local/parameter-server.ts';
import { startSlackServer } from '../../src/local/slack-server.ts';
import { startSnsFront } from '../../src/local/sns-front.ts';
import { alertInJson, alertInText, alertsInSlack } from './call.ts';
import type { Accepted, FromServers } from './messages.ts';

/**
 * The servers, a process of their own: S3, SQS and SNS, DynamoDB, the parameter store, Slack. What SNS and Slack accept is
 * told to the bench at once; nothing of what they know of it comes from the product.
 */
const tell = (message: FromServers): void => void process.send?.(message);
const accepted = (destination: Accepted['destination'], alert: string, what: string, body: string): void =>
  tell({ kind: 'accepted', at: Date.now(), destination, alert, what: what as Accepted['what'], body });

const aws = await startAwsServer();
const [sns, dynamo, parameters, slack] = await Promise.all([
  startSnsFront(aws.url, ({ topic, body, attributes }) => {
    const text = topic.endsWith('-text');
    accepted(text ? 'text' : 'sns', text ? alertInText(body) : alertInJson(body), attributes.get('kind') ?? '', body);
  }),
  startDynamo(),
  startParameterServer(),
  startSlackServer(({ message }) => {
    const body = JSON.stringify(message);
    for (const alert of alertsInSlack(body)) accepted('slack', alert, 'alert', body);
  }),
]);
process.on(
  'message',
  ({ name, value }: { name: string; value: string }) => void parameters.parameters.set(name, value),
);
process.on('disconnect', () => process.exit(0));
tell({
  kind: 'ready',
  urls: { s3: aws.url, sqs: aws.url, sns: sns.url, dynamodb: dynamo.url, ssm: parameters.url, slack: slack.url },
  direct: aws.url,
});
