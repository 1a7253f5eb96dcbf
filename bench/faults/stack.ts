import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { functionEnvironment } from '../../src/local/function-environment.ts';
import { type Queues, queuesAt } from '../../src/local/queues.ts';
import {
  type Clients,
  deadLetterOf,
  makeResources,
  queueArn,
  REGION,
  SOURCES,
  type SourceName,
} from '../../src/local/resources.ts';
import type { Service } from './call.ts';
import type { Accepted, Entry, FromProxy, FromServers, ToProxy } from './messages.ts';
import { startWorker, type Worker, type WorkerOptions } from './worker.ts';

export interface BenchStackOptions {
  /** The folder of the built programs and handlers. */
  readonly built: string;
  readonly rules: string;
  readonly timeoutMs: number;
  readonly leaseSeconds: number;
  readonly visibilitySeconds: number;
  readonly maxReceives: number;
}

export interface BenchStack extends BenchStackOptions {
  readonly clients: Clients;
  readonly queues: Queues;
  readonly accepted: readonly Accepted[];
  readonly entries: readonly Entry[];
  toProxy(message: ToProxy): void;
  /** A function process behind a set of proxies of its own. */
  worker(name: SourceName, env?: Readonly<Record<string, string>>, more?: Partial<WorkerOptions>): Promise<Worker>;
  setParameter(name: string, value: string): void;
  stop(): void;
}

/** Servers, proxy and clients; the function processes are added one by one. */
export async function startBenchStack(options: BenchStackOptions): Promise<BenchStack> {
  const accepted: Accepted[] = [];
  const entries: Entry[] = [];
  const opened = new Map<string, (ports: Readonly<Record<Service, number>>) => void>();
  const servers = fork(join(options.built, 'servers.mjs'), [], { execArgv: ['--no-warnings'] });
  const proxy = fork(join(options.built, 'proxy.mjs'), [], { execArgv: ['--no-warnings'] });
  const { urls, direct } = await ready(servers, accepted);
  proxy.on('message', (message: FromProxy) => {
    if (message.kind === 'opened') opened.get(message.slot)?.(message.ports);
    else entries.push(message);
  });
  const toProxy = (message: ToProxy): void => void proxy.send(message);
  const clients = clientsAt(direct, urls.dynamodb);
  const queues = queuesAt(await makeResources(clients), clients.sqs);
  for (const name of Object.values(SOURCES)) {
    const redrive = { deadLetterTargetArn: queueArn(deadLetterOf(name)), maxReceiveCount: options.maxReceives };
    const attributes = { VisibilityTimeout: String(options.visibilitySeconds), RedrivePolicy: JSON.stringify(redrive) };
    await clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queues.url(name), Attributes: attributes }));
  }
  const rules = join(options.built, `rules-${process.pid}-${Date.now()}.json`);
  writeFileSync(rules, options.rules);
  const workers: Worker[] = [];
  let places = 0;

  return {
    ...options,
    clients,
    queues,
    accepted,
    entries,
    toProxy,
    setParameter: (name, value) => void servers.send({ name, value }),
    async worker(name, env = {}, more = {}) {
      const slot = `${name}-${places++}`;
      const ports = await new Promise<Readonly<Record<Service, number>>>((resolve) => {
        opened.set(slot, resolve);
        toProxy({ kind: 'open', slot, servers: urls });
      });
      const at = (service: Service) => ({ url: `http://127.0.0.1:${ports[service]}`, close: async () => {} });
      const parameter = `/bench/${slot}`;
      servers.send({ name: parameter, value: `${at('slack').url}/services/T000/B000/bench` });
      const endpoints = {
        aws: at('s3'),
        sns: at('sns'),
        dynamo: at('dynamodb'),
        parameters: at('ssm'),
        slack: at('slack'),
      };
      const worker = startWorker({
        slot,
        host: join(options.built, 'function-host.mjs'),
        bundle: join(options.built, `${handlerOf(name)}.cjs`),
        timeoutMs: options.timeoutMs,
        onProcess: (pid) => toProxy({ kind: 'process', slot, pid }),
        env: {
          ...functionEnvironment({ ...endpoints, logs: at('s3') }, (queue) => queues.url(queue)),
          AWS_ENDPOINT_URL_SQS: at('sqs').url,
          AWS_LAMBDA_FUNCTION_NAME: handlerOf(name),
          TRAILHOUND_RULES: rules,
          TRAILHOUND_LOG_GROUP: '',
          TRAILHOUND_SLACK_WEBHOOK_PARAMETER: parameter,
          TRAILHOUND_LEASE_SECONDS: String(options.leaseSeconds),
          POWERTOOLS_LOG_LEVEL: 'ERROR',
          ...env,
        },
        ...more,
      });
      workers.push(worker);
      return worker;
    },
    stop() {
      for (const worker of workers) worker.stop();
      for (const client of [clients.s3, clients.sqs, clients.sns, clients.dynamo]) client.destroy();
      for (const child of [servers, proxy]) child.kill('SIGKILL');
    },
  };
}

/** Slack may be fed by more than one queue. */
const handlerOf = (name: SourceName): string => (name.startsWith('slack') ? 'slack' : name);

const ready = (servers: ChildProcess, accepted: Accepted[]) =>
  new Promise<Extract<FromServers, { kind: 'ready' }>>((resolve) => {
    servers.on('message', (message: FromServers) => {
      if (message.kind === 'ready') resolve(message);
      else accepted.push(message);
    });
  });

function clientsAt(aws: string, dynamo: string): Clients {
  const common = { region: REGION, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  return {
    s3: new S3Client({ ...common, endpoint: aws }),
    sqs: new SQSClient({ ...common, endpoint: aws }),
    sns: new SNSClient({ ...common, endpoint: aws }),
    dynamo: new DynamoDBClient({ ...common, endpoint: dynamo }),
  };
}
