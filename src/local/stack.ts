import { resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { JsonObject } from '../json.ts';
import { startAwsServer } from './aws-server.ts';
import { startDynamo } from './dynamo-server.ts';
import { startEventSource } from './event-source.ts';
import { functionEnvironment } from './function-environment.ts';
import { type Invoked, startFunction } from './lambda-function.ts';
import { s3Notice } from './log-files.ts';
import { type LogEvent, startLogsServer } from './logs-server.ts';
import { startParameterServer } from './parameter-server.ts';
import { queuesAt } from './queues.ts';
import {
  type Clients,
  deadLetterOf,
  makeResources,
  QUARANTINE,
  queueArn,
  REGION,
  SOURCE_NAMES,
  SOURCES,
  type SourceName,
  TRAIL_BUCKET,
} from './resources.ts';
import { type SlackPost, type SlackServer, startSlackServer } from './slack-server.ts';
import { type Published, startSnsFront } from './sns-front.ts';

export interface StackOptions {
  readonly slack?: 'webhook' | 'bot';
  /** What the log group knows that CloudTrail writes to. */
  readonly logs?: readonly LogEvent[];
  readonly onPublish?: (published: Published) => void;
  readonly onSlack?: (post: SlackPost) => void;
  readonly onLog?: (line: JsonObject) => void;
}

type FunctionName = Exclude<SourceName, 'slack-urgent'> | 'cloudwatch-logs' | 'clock';

/** Everything that a deployment consists of, on this machine: real servers, real SDK clients, the built handlers. */
export interface Stack {
  readonly slack: SlackServer;
  readonly published: readonly Published[];
  /** The handlers' own metrics, summed up. */
  readonly metrics: ReadonlyMap<string, number>;
  invoke(name: FunctionName, event: unknown): Promise<Invoked>;
  /** Puts an object and sends what S3 would send. */
  putObject(key: string, body: Uint8Array): Promise<void>;
  send(source: SourceName, body: unknown): Promise<void>;
  /** Until every queue is empty and nobody is at work. */
  settled(): Promise<void>;
  quarantined(): Promise<string[]>;
  deadLetters(source: SourceName): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const aws = await startAwsServer();
  const [sns, dynamo, parameters, logs, slack] = await Promise.all([
    startSnsFront(aws.url, options.onPublish),
    startDynamo(),
    startParameterServer(),
    startLogsServer(),
    startSlackServer(options.onSlack),
  ]);
  logs.events.push(...(options.logs ?? []));
  parameters.parameters.set('/trailhound/slack', `${slack.url}/services/T000/B000/local`);
  parameters.parameters.set('/trailhound/bot', 'xoxb-local');
  const clients = clientsFor(aws.url, dynamo.url);
  const queues = queuesAt(await makeResources(clients), clients.sqs);

  const env = functionEnvironment(
    { aws, sns, dynamo, parameters, logs, slack },
    (name) => queues.url(name),
    options.slack,
  );
  const metrics = new Map<string, number>();
  const start = (name: string) =>
    startFunction({
      name,
      bundle: resolve('dist', `${name}.cjs`),
      bootstrap: resolve('dist', 'function-process.mjs'),
      env,
      onMetric: (metric, by) => metrics.set(metric, (metrics.get(metric) ?? 0) + by),
      onLog: options.onLog ?? (() => {}),
    });
  const functions = {
    s3: start('s3'),
    eventbridge: start('eventbridge'),
    slack: start('slack'),
    'cloudwatch-logs': start('cloudwatch-logs'),
    clock: start('clock'),
  };
  const pollers = SOURCE_NAMES.map((name) =>
    startEventSource({
      client: clients.sqs,
      queueUrl: queues.url(SOURCES[name]),
      queueArn: queueArn(SOURCES[name]),
      batchSize: 10,
      target: functions[name === 'slack-urgent' ? 'slack' : name],
    }),
  );

  const isIdle = async (): Promise<boolean> => {
    const waiting = await Promise.all(SOURCE_NAMES.map((name) => queues.waiting(SOURCES[name])));
    return waiting.every((count) => count === 0) && pollers.every(({ busy }) => !busy);
  };
  const send = (source: SourceName, body: unknown): Promise<void> =>
    queues.send(SOURCES[source], typeof body === 'string' ? body : JSON.stringify(body));

  return {
    slack,
    published: sns.published,
    metrics,
    send,
    invoke: (name, event) => functions[name].invoke(event),
    async putObject(key, body) {
      await clients.s3.send(new PutObjectCommand({ Bucket: TRAIL_BUCKET, Key: key, Body: body }));
      await send('s3', s3Notice(key, body.length));
    },
    async settled() {
      // Twice in a row: a message on its way from one queue to the next is in neither.
      for (let idle = 0; idle < 2; idle = (await isIdle()) ? idle + 1 : 0)
        await new Promise((wake) => setTimeout(wake, 25));
    },
    quarantined: () => queues.drain(QUARANTINE),
    deadLetters: (source) => queues.drain(deadLetterOf(SOURCES[source])),
    async stop() {
      await Promise.all(pollers.map((poller) => poller.stop()));
      await Promise.all(Object.values(functions).map((running) => running.stop()));
      for (const client of Object.values(clients)) client.destroy();
      await Promise.all([sns, dynamo, parameters, logs, slack, aws].map((server) => server.close()));
    },
  };
}

function clientsFor(aws: string, dynamo: string): Clients & { [name: string]: { destroy(): void } } {
  const common = { region: REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  return {
    s3: new S3Client({ ...common, endpoint: aws }),
    sqs: new SQSClient({ ...common, endpoint: aws }),
    sns: new SNSClient({ ...common, endpoint: aws }),
    dynamo: new DynamoDBClient({ ...common, endpoint: dynamo }),
  };
}
