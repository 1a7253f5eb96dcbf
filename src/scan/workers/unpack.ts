import { failed, reject } from '../../errors.ts';
import type { JsonObject } from '../../json.ts';
import type { CompiledRule } from '../../match/rule.ts';
import type { Counted } from '../../memory/groups.ts';
import type { MemoryRule } from '../../memory/memory-rule.ts';
import { once } from '../../once.ts';
import type { Category, CloudTrailRecord } from '../../record/record.ts';
import type { Batch, Finding } from '../batch.ts';
import { recordsOf } from '../read-file.ts';
import { KIND, NONE, type PackedBatch, type PackedCount, ROW } from './packed-batch.ts';

/** A worker's batch as this thread would have found it, by the same rules in the same order. */
export const unpack = (
  packed: PackedBatch,
  file: string,
  rules: readonly CompiledRule[],
  memory: readonly MemoryRule[],
): Batch => ({ file, ...packed.read, findings: findingsIn(packed, rules, memory) });

function* findingsIn(
  { rows, bytes, refusals, counts }: PackedBatch,
  rules: readonly CompiledRule[],
  memory: readonly MemoryRule[],
): Generator<Finding> {
  const packedCounts = JSON.parse(counts) as readonly PackedCount[];
  for (let at = 0; at < rows.length; at += ROW) {
    const [kind, place = 0, begin = 0, end = 0, depth = 0, nth = 0, told, count = NONE] = rows.subarray(at, at + ROW);
    if (kind === KIND.refused) yield { kind: 'refused', ...(refusals[place] ?? NO_REFUSAL) };
    else {
      const rule = rules[place];
      if (rule === undefined) continue;
      const packed = packedCounts[count];
      const record = recordBehind(bytes.subarray(begin, end), depth === NONE ? Number.POSITIVE_INFINITY : depth, nth);
      const match = { rule, record };
      const counted = packed && countedOf(rule, packed, record, memory);
      yield { kind: 'match', match, told: told === 1, ...(counted === undefined ? {} : { counted }) };
    }
  }
}

const NO_REFUSAL = { place: 'file', reason: 'unreadable', detail: '' };

function countedOf(
  rule: CompiledRule,
  [time, id, places]: PackedCount,
  record: CloudTrailRecord,
  memory: readonly MemoryRule[],
): Counted {
  const byRule = new Map(places.map(([place, found]) => [memory[place]?.id ?? '', found]));
  return { rule: rule.name, id, time, record, places: byRule };
}

/** A record that is read when somebody asks: of what is merely counted nobody does. */
function recordBehind(bytes: Uint8Array, depth: number, nth: number): CloudTrailRecord {
  const read = once((): CloudTrailRecord => {
    // The worker has read the same bytes.
    const result = recordsOf(bytes, depth)[nth] ?? failed(reject('not-an-object', 'no record'));
    if (!result.ok) throw new Error(result.failure.detail);
    return result.value;
  });
  return {
    get raw(): JsonObject {
      return read().raw;
    },
    get id(): string {
      return read().id;
    },
    get category(): Category {
      return read().category;
    },
    get time(): number {
      // Absent is undefined here; who asks for the time compares with that.
      return read().time as number;
    },
    get pruned(): boolean {
      return read().pruned;
    },
  };
}
