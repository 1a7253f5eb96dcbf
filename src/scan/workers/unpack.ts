import type { CompiledRule } from '../../match/rule.ts';
import type { Counted } from '../../memory/groups.ts';
import type { MemoryRule } from '../../memory/memory-rule.ts';
import type { CloudTrailRecord } from '../../record/record.ts';
import type { Batch, Finding } from '../batch.ts';
import { LateRecord } from './late-record.ts';
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
  const word = (at: number): number => rows[at] ?? NONE;
  for (let row = 0; row < rows.length; row += ROW) {
    const place = word(row + 1);
    if (word(row) === KIND.refused) {
      yield { kind: 'refused', ...(refusals[place] ?? NO_REFUSAL) };
      continue;
    }
    const rule = rules[place];
    if (rule === undefined) continue;
    const packed = packedCounts[word(row + 7)];
    const depth = word(row + 4) === NONE ? Number.POSITIVE_INFINITY : word(row + 4);
    const at = { bytes: bytes.subarray(word(row + 2), word(row + 3)), depth, nth: word(row + 5) };
    const known = packed && { time: packed[0], id: packed[1] };
    const record = new LateRecord(at, known);
    const counted = packed && countedOf(rule, packed, record, memory);
    const told = word(row + 6) === 1;
    yield { kind: 'match', match: { rule, record }, told, ...(counted === undefined ? {} : { counted }) };
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
