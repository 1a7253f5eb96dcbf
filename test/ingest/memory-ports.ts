import { failed, ok, type Result, retry } from '../../src/errors.ts';
import { memoryClaims } from '../../src/in-process/claims.ts';
import { inProcessMemory } from '../../src/in-process/memory.ts';
import { memoryQuietWindows } from '../../src/in-process/quiet.ts';
import { tally } from '../../src/in-process/telemetry.ts';
import type { IngestPorts } from '../../src/ingest/ingest.ts';
import type { CompiledRule } from '../../src/match/rule.ts';
import { RuleSet } from '../../src/match/rule-set.ts';
import type { MemoryRule } from '../../src/memory/memory-rule.ts';
import { MemoryRules } from '../../src/memory/memory-rules.ts';
import type { ObjectRef, TopicMessage } from '../../src/ports.ts';

/** A rule that fires on everything, told apart by its name. */
export const everything = (name: string, quietMs = 0): CompiledRule => ({
  id: name,
  name,
  title: name,
  level: 'high',
  tags: [],
  falsepositives: [],
  condition: { all: [] },
  alert: { title: '{eventName}', dedup: ['eventName'], quietMs, show: [] },
});

/** Ports in memory that remember what went through them, and can be made to fail. */
export function memoryPorts(rules: readonly CompiledRule[], memoryRules: readonly MemoryRule[] = []) {
  const published: TopicMessage[] = [];
  const texts: TopicMessage[] = [];
  const quarantined: string[] = [];
  const objects = new Map<string, Uint8Array>();
  const metrics = tally();
  const broken = { topic: false, textTopic: false, quarantine: false };
  let owners = 0;

  const into = (list: TopicMessage[], name: 'topic' | 'textTopic') => ({
    async publish(message: TopicMessage): Promise<Result<string>> {
      if (broken[name]) return failed(retry('throttled', name));
      list.push(message);
      return ok(`m-${list.length}`);
    },
  });
  const ports: IngestPorts = {
    claims: memoryClaims(),
    quiet: memoryQuietWindows(),
    clock: { now: () => Date.UTC(2026, 10, 20, 15) },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    metrics,
    newOwner: () => `o${owners++}`,
    leaseMs: 1000,
    topic: into(published, 'topic'),
    textTopic: into(texts, 'textTopic'),
    quarantine: {
      async send(body) {
        if (broken.quarantine) return failed(retry('throttled', 'quarantine'));
        quarantined.push(body);
        return ok(undefined);
      },
    },
    objects: {
      async read({ bucket, key }: ObjectRef) {
        const bytes = objects.get(`${bucket}/${key}`);
        if (bytes === undefined) return failed({ next: 'config', reason: 'NoSuchKey', detail: 'absent' });
        return ok(
          (async function* () {
            yield bytes;
          })(),
        );
      },
    },
    rules: new RuleSet({ rules }),
    memoryRules: new MemoryRules(memoryRules),
    memory: inProcessMemory(),
  };
  const titles = () => published.map(({ body }) => (JSON.parse(body) as { title: string }).title);
  return { ports, published, texts, quarantined, objects, metrics, broken, titles };
}
