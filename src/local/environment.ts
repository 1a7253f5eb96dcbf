import { randomUUID } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Telemetry } from '../aws/telemetry.ts';
import type { Visibility } from '../aws/visibility.ts';
import type { SlackPorts, SlackSettings } from '../deliver/destinations/slack/deliver.ts';
import { config, failed, ok } from '../errors.ts';
import { memoryClaims } from '../in-process/claims.ts';
import { inProcessMemory } from '../in-process/memory.ts';
import { inProcessPace } from '../in-process/pace.ts';
import { memoryQuietWindows } from '../in-process/quiet.ts';
import type { IngestPorts } from '../ingest/ingest.ts';
import type { ClockPorts } from '../ingest/look-at-clock.ts';
import { NO_OBJECTS } from '../ingest/no-objects.ts';
import { RuleSet } from '../match/rule-set.ts';
import type { StoredRules } from '../memory/memory-rule.ts';
import { MemoryRules } from '../memory/memory-rules.ts';
import { storedRulesIn } from '../memory/stored-rules.ts';
import type { ObjectStore, Topic, TopicMessage } from '../ports.ts';

/**
 * The environment of `osls invoke local --stage local`, in the place of every file of src/aws/environment: no AWS, no
 * credentials. Log objects are read from events/objects/<bucket>/<key>; what would be sent is printed.
 */
type Environment = Readonly<Record<string, string | undefined>>;

const OBJECTS = 'events/objects';

export const s3Ports = (env: Environment, telemetry: Telemetry): IngestPorts => ({
  ...eventPorts(env, telemetry),
  objects: folderObjects(OBJECTS),
});

export function eventPorts(_env: Environment, telemetry: Telemetry): IngestPorts {
  const compiled = readRules();
  return {
    ...tellingPorts(telemetry, compiled),
    quarantine: {
      async send(body) {
        say(`would quarantine: ${body.slice(0, 500)}`);
        return ok(undefined);
      },
    },
    objects: NO_OBJECTS,
    rules: new RuleSet(compiled),
  };
}

export const clockPorts = (_env: Environment, telemetry: Telemetry): ClockPorts => tellingPorts(telemetry, readRules());

const tellingPorts = (telemetry: Telemetry, { memory }: StoredRules): ClockPorts => ({
  ...deliveryPorts(telemetry),
  quiet: memoryQuietWindows(),
  memoryRules: new MemoryRules(memory),
  memory: inProcessMemory(),
  topic: printed('to SNS', (message) => message.subject),
  textTopic: printed('to e-mail', (message) => `${message.subject}\n\n${message.body}`),
});

function readRules(): StoredRules {
  const file = join(import.meta.dirname, 'rules.json');
  return storedRulesIn(readFileSync(file, 'utf8'), file);
}

export function slackPorts(_env: Environment, telemetry: Telemetry): SlackPorts {
  return {
    ...deliveryPorts(telemetry),
    pace: inProcessPace(),
    paceMs: 0,
    sleep,
    secrets: { get: async () => ok('https://hooks.slack.com/services/local') },
    fetch: async (_url, init) => {
      say(`would post to Slack: ${typeof init?.body === 'string' ? init.body : ''}`);
      return new Response('ok');
    },
  };
}

/** A message that was not taken from a queue cannot be put back. */
export const slackVisibility = (_env: Environment): Visibility => ({
  hide: async (_queue, _receipt, ms) => {
    say(`would hide the message for ${ms} ms`);
    return ok(undefined);
  },
});

export const slackSettingsFrom = (_env: Environment): SlackSettings => ({
  mode: 'webhook',
  parameter: 'local',
  origins: ['https://hooks.slack.com'],
});

const printed = (where: string, show: (message: TopicMessage) => string): Topic => ({
  async publish(message) {
    say(`would publish ${where}: ${show(message)}`);
    return ok('local');
  },
});

const deliveryPorts = ({ log, metrics }: Telemetry) => ({
  claims: memoryClaims(),
  clock: { now: () => Date.now() },
  log,
  metrics,
  newOwner: randomUUID,
  leaseMs: 60_000,
});

/** A folder as a bucket, for sample objects. */
export const folderObjects = (folder: string): ObjectStore => ({
  async read({ bucket, key }) {
    // The samples are ours, but a key with `..` in it must not leave the folder all the same.
    const path = join(folder, bucket, join('/', key));
    try {
      await access(path);
    } catch {
      return failed(config('NoSuchKey', `no file ${path}`));
    }
    return ok(createReadStream(path) as AsyncIterable<Uint8Array>);
  },
});

const say = (text: string): void => void process.stderr.write(`${text}\n`);
