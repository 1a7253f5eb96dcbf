import type { CompiledRule } from '../../match/rule.ts';
import type { Match } from '../../match/rule-set.ts';
import { type Grouping, placesIn } from '../../memory/grouping.ts';
import type { Batch, Finding, Read } from '../batch.ts';
import type { Origin } from '../match-file.ts';
import { KIND, NONE, type PackedBatch, type PackedCount, ROW } from './packed-batch.ts';

/** A row and a refusal are held to weigh so much: what is empty must not come in endless numbers either. */
const ROW_WEIGHT = 64;

interface KeptPiece {
  readonly begin: number;
  readonly end: number;
  readonly origin: Origin;
}

/** Packs what is found in one file. The groups of what is counted are worked out here, where there are many hands. */
export class Packer {
  readonly #index: number;
  readonly #rules: ReadonlyMap<CompiledRule['id'], number>;
  readonly #groupings: readonly Grouping[];
  readonly #kept: KeptPiece[] = [];
  #rows: number[] = [];
  #pieces: Uint8Array[] = [];
  #size = 0;
  #refusals: PackedBatch['refusals'][number][] = [];
  #counts: PackedCount[] = [];
  #read: Read = { files: 0, bytes: 0, records: 0, matches: 0 };

  constructor(index: number, rules: ReadonlyMap<string, number>, groupings: readonly Grouping[]) {
    this.#index = index;
    this.#rules = rules;
    this.#groupings = groupings;
  }

  /** Keeps a match's piece, once for all matches in it. */
  readonly keep = (origin: Origin): void => {
    const before = this.#kept.at(-1);
    const { piece } = origin;
    if (piece === undefined) return;
    const isSame = before?.origin.piece === piece;
    if (isSame) {
      this.#kept.push({ begin: before.begin, end: before.end, origin });
      return;
    }
    const bytes = piece.bytes.slice();
    this.#kept.push({ begin: this.#size, end: this.#size + bytes.length, origin });
    this.#pieces.push(bytes);
    this.#size += bytes.length;
  };

  add({ files, bytes, records, matches, findings }: Batch): void {
    const read = this.#read;
    this.#read = {
      files: read.files + files,
      bytes: read.bytes + bytes,
      records: read.records + records,
      matches: read.matches + matches,
    };
    // They were kept in the order of the findings.
    const kept = this.#kept.splice(0).values();
    for (const finding of findings) this.#addRow(finding, kept);
  }

  get weight(): number {
    return this.#size + (this.#rows.length / ROW) * ROW_WEIGHT;
  }

  take(last: boolean): PackedBatch {
    const counts = JSON.stringify(this.#counts);
    const packed: PackedBatch = {
      index: this.#index,
      last,
      read: this.#read,
      rows: Int32Array.from(this.#rows),
      bytes: joined(this.#pieces, this.#size),
      refusals: this.#refusals,
      counts,
      weight: this.weight + counts.length,
    };
    this.#rows = [];
    this.#pieces = [];
    this.#size = 0;
    this.#refusals = [];
    this.#counts = [];
    this.#read = { files: 0, bytes: 0, records: 0, matches: 0 };
    return packed;
  }

  #addRow(finding: Finding, kept: Iterator<KeptPiece>): void {
    switch (finding.kind) {
      case 'refused': {
        const { place, reason, detail } = finding;
        this.#rows.push(KIND.refused, this.#refusals.push({ place, reason, detail }) - 1, 0, 0, 0, 0, 0, 0);
        break;
      }
      case 'match':
        this.#addMatch(finding, kept.next().value);
        break;
      default:
        finding satisfies never;
    }
  }

  #addMatch({ match, told, counted }: Extract<Finding, { kind: 'match' }>, kept: KeptPiece | undefined): void {
    const depth = kept?.origin.piece?.depth ?? Number.POSITIVE_INFINITY;
    let count = NONE;
    if (counted !== undefined) {
      const places = placesIn(this.#groupings, counted);
      const byRule = this.#groupings.flatMap(({ rule }, i) => {
        const found = places.get(rule.id);
        return found === undefined ? [] : [[i, found] as const];
      });
      count = this.#counts.push([counted.time, counted.id, byRule]) - 1;
    }
    const [begin, end, nth] = [kept?.begin ?? 0, kept?.end ?? 0, kept?.origin.nth ?? 0];
    const levels = Number.isFinite(depth) ? depth : NONE;
    this.#rows.push(KIND.match, this.#place(match), begin, end, levels, nth, told ? 1 : 0, count);
  }

  #place = ({ rule }: Match): number => this.#rules.get(rule.id) ?? NONE;
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
