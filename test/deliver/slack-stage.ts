import type { Alert } from '../../src/alert/alert.ts';
import {
  SLACK_ORIGINS,
  type SlackPorts,
  type SlackSettings,
  tellSlack as tellBatch,
} from '../../src/deliver/destinations/slack/deliver.ts';
import { failed, ok, type Result, retry } from '../../src/errors.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import { inProcessPace } from '../../src/in-process/pace.ts';
import { isObject, type JsonObject, own, parseJson } from '../../src/json.ts';
import type { ActivityQuery, ActivitySummary, LogFields, Settlement } from '../../src/ports.ts';

export const WEBHOOK: SlackSettings = { mode: 'webhook', parameter: '/trailhound/slack', origins: SLACK_ORIGINS };
export const BOT: SlackSettings = {
  mode: 'bot',
  parameter: '/trailhound/token',
  channel: 'C0123',
  origins: SLACK_ORIGINS,
};
export const HOOK = 'https://hooks.slack.com/services/T/B/SECRET';
export const TOKEN = 'xoxb-1-SECRET';
export const TS = '1732111402.000100';
export const POSTED = JSON.stringify({ ok: true, ts: TS });

export interface Call {
  readonly url: string;
  readonly authorization: string | null;
  readonly payload: JsonObject;
}

export type Answer = Response | Error;
export const answer = (status: number, body = '', headers: Record<string, string> = {}): Answer =>
  new Response(body, { status, headers });
export const api = (error: string): Answer => answer(200, JSON.stringify({ ok: false, error }));

export interface Script {
  readonly answers: readonly Answer[];
  /** The secret's value now, and after a refresh. */
  readonly secrets?: readonly string[];
  readonly activity?: Result<ActivitySummary>;
}

/** Slack with its answers written beforehand, and a record of all that was asked and said. */
export function stage({ answers, secrets = [HOOK], activity }: Script) {
  const calls: Call[] = [];
  const logged: string[] = [];
  const asked: (boolean | undefined)[] = [];
  const queries: ActivityQuery[] = [];
  const script = [...answers];
  const write = (message: string, fields?: LogFields) => void logged.push(JSON.stringify({ message, ...fields }));
  const ports: SlackPorts = {
    claims: memoryClaims(),
    clock: { now: () => 1_000_000 },
    metrics: { count: () => undefined, reason: () => undefined },
    log: { info: write, warn: write, error: write },
    newOwner: () => `worker-${calls.length}-${asked.length}`,
    leaseMs: 60_000,
    pace: inProcessPace(),
    paceMs: 0,
    sleep: async () => undefined,
    secrets: {
      get: async (_name, options) => {
        asked.push(options?.fresh);
        return ok((options?.fresh ? secrets[1] : secrets[0]) ?? secrets[0] ?? '');
      },
    },
    fetch: async (url, init) => {
      const parsed = parseJson(typeof init?.body === 'string' ? init.body : '');
      const payload = parsed.ok && isObject(parsed.value) ? parsed.value : {};
      calls.push({ url: urlOf(url), authorization: new Headers(init?.headers).get('authorization'), payload });
      const next = script.shift() ?? new Error('Slack was asked more often than the test expects');
      if (next instanceof Error) throw next;
      return next;
    },
    ...(activity === undefined
      ? {}
      : {
          activity: {
            of: async (query) => {
              queries.push(query);
              return activity;
            },
          },
        }),
  };
  return { ports, calls, logged, asked, queries };
}

/** One message, with time enough. */
export async function tellSlack(body: string, settings: SlackSettings, ports: SlackPorts): Promise<Result<Settlement>> {
  const [told] = await tellBatch([body], settings, ports, () => 30_000);
  return told ?? failed(retry('no-outcome', 'nothing was said of the message'));
}

/** `fetch` takes a string, a URL or a Request. */
const urlOf = (url: Parameters<typeof fetch>[0]): string =>
  typeof url === 'string' ? url : url instanceof URL ? url.href : url.url;

export const body = (alert: Alert): string => JSON.stringify({ Type: 'Notification', Message: JSON.stringify(alert) });
export const blocksOf = ({ payload }: Call): readonly unknown[] => {
  const blocks = own(payload, 'blocks');
  return Array.isArray(blocks) ? blocks : [];
};
export const isFull = (call: Call): boolean => blocksOf(call).length > 1;
