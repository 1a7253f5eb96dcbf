import { alertFor } from '../alert/build.ts';
import type { OpenCutter } from '../decode/cutter.ts';
import { openDelivery } from '../decode/delivery.ts';
import { LOG_OBJECT, readLogObject } from '../decode/log-object.ts';
import { accountOfKey } from '../decode/object-key.ts';
import type { Piece } from '../decode/piece.ts';
import { announce } from '../deliver/announce.ts';
import { announceFound } from '../deliver/announce-episode.ts';
import { stage } from '../deliver/stage.ts';
import { type Failure, failed, type Reject, type Result, reject, retry } from '../errors.ts';
import { textOf } from '../json.ts';
import type { Match, RuleSet } from '../match/rule-set.ts';
import type { Counted } from '../memory/groups.ts';
import { COUNT_TOGETHER, remember } from '../memory/remember.ts';
import type { ObjectRef, ObjectStore, Queue, TimeLeft } from '../ports.ts';
import { readFound } from '../record/read-record.ts';
import { type CloudTrailRecord, recordFrom } from '../record/record.ts';
import type { ClockPorts } from './look-at-clock.ts';
import { Refusals } from './refusals.ts';

export interface IngestPorts extends ClockPorts {
  readonly objects: ObjectStore;
  readonly quarantine: Queue;
  readonly rules: RuleSet;
  /** Reads log objects and passes over records that no rule can match; without it, every record is parsed. */
  readonly cutter?: OpenCutter;
}

/**
 * With less time than this an object is not read on: what was matched so far is counted and settled, and the notice goes
 * back. A time-out in mid-object would take the neighbours back with it that were done.
 */
const STOP_MS = 8_000;

/**
 * The life of a record: decode → record → match → remember → alert → publish.
 *
 * Everything in a delivery is tried, whatever happens to its neighbours. What can never be read is quarantined and told;
 * what failed for another reason is returned, and the caller gives the delivery back to its queue: the alerts that
 * were sent are known by their claims and are not sent again.
 */
export async function ingest(
  delivery: unknown,
  ports: IngestPorts,
  left: TimeLeft = () => Number.POSITIVE_INFINITY,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  const refusals = new Refusals();
  const counted: Counted[] = [];
  for (const item of openDelivery(delivery)) {
    switch (item.kind) {
      case 'ignored':
        ports.metrics.reason('Ignored', item.why);
        break;
      case 'rejected':
        refusals.add('message', item.rejection);
        break;
      case 'record':
        failures.push(...(await evaluate(recordFrom(item.value), 'message', refusals, counted, ports)));
        break;
      case 'object':
        failures.push(...(await ingestObject(item.ref, refusals, counted, ports, left)));
        break;
      default:
        item satisfies never;
    }
  }
  failures.push(...(await count(counted, ports)), ...(await refusals.report(delivery, ports)));
  return failures;
}

async function ingestObject(
  ref: ObjectRef,
  refusals: Refusals,
  counted: Counted[],
  ports: IngestPorts,
  left: TimeLeft,
): Promise<Failure[]> {
  const where = `s3://${ref.bucket}/${ref.key}`;
  const account = accountOfKey(ref.key);
  const body = await ports.objects.read(ref);
  if (!body.ok) return [{ ...body.failure, detail: `${where}: ${body.failure.detail}` }];
  const failures: Failure[] = [];
  let records = 0;
  for await (const items of readLogObject(body.value, ports.cutter?.(LOG_OBJECT, account))) {
    if (left() < STOP_MS) {
      failures.push(retry('out-of-time', `${where}: stopped after ${records} records; it is read again`));
      break;
    }
    for (const item of items) {
      if (item.kind === 'passed') {
        records += item.records;
        ports.metrics.count('RecordsRead', item.records);
      } else if (item.kind === 'record') {
        records++;
        const record = ofAccount(readFound(item.piece), account);
        failures.push(...(await evaluate(record, where, refusals, counted, ports, item.piece)));
        if (counted.length >= COUNT_TOGETHER) failures.push(...(await count(counted.splice(0), ports)));
      } else if (item.failure.next === 'reject') refusals.add(where, item.failure);
      else failures.push({ ...item.failure, detail: `${where}: ${item.failure.detail}` });
    }
  }
  ports.metrics.count('ObjectsRead');
  ports.log.info('object read', { where, records });
  return failures;
}

/**
 * CloudTrail writes what an account received into that account's folder. A record of another account in it was written by
 * somebody else, who may write into this folder and not into the other.
 */
function ofAccount(
  read: Result<CloudTrailRecord, Reject>,
  account: string | undefined,
): Result<CloudTrailRecord, Reject> {
  const recipient = read.ok ? textOf(read.value.outline ?? read.value.raw, 'recipientAccountId') : undefined;
  if (account === undefined || recipient === undefined || recipient === account) return read;
  return failed(reject('account-mismatch', `a record of account ${recipient} in the folder of ${account}`));
}

async function evaluate(
  read: Result<CloudTrailRecord, Reject>,
  where: string,
  refusals: Refusals,
  counted: Counted[],
  ports: IngestPorts,
  piece?: Piece,
): Promise<Failure[]> {
  if (!read.ok) {
    const { reason, detail } = read.failure;
    refusals.add(where, {
      ...read.failure,
      reason,
      detail: piece === undefined ? detail : `record ${piece.index}: ${detail}`,
    });
    return [];
  }
  const record = read.value;
  ports.metrics.count('RecordsRead');
  if (record.pruned) {
    ports.metrics.count('RecordsPruned');
    ports.log.warn('nested too deep: matched without what lies below', { event: record.id, where });
  }
  const failures: Failure[] = [];
  for (const match of ports.rules.match(record, piece?.rules)) {
    ports.metrics.count(match.rule.untold ? 'MatchesCounted' : 'Matches');
    if (match.suppressed !== undefined) {
      ports.metrics.count('MatchesSuppressed');
      ports.log.info('suppressed', { rule: match.rule.name, event: record.id, because: match.suppressed });
      continue;
    }
    if (ports.memoryRules.isCounted(match.rule.name)) keep(match, counted, ports);
    if (match.rule.untold) continue;
    const told = await (match.rule.staged ? stage : announce)(alertFor(match), ports);
    if (!told.ok) failures.push(told.failure);
  }
  return failures;
}

/** Clocks differ by seconds; a time stamp of next year would make a group forget all that it knows. */
const AHEAD_MS = 60 * 60 * 1000;

/** An event without a time has no place in any span of time, and one of the future none yet. */
function keep({ rule, record }: Match, counted: Counted[], { clock, metrics, log }: IngestPorts): void {
  if (record.time === undefined || record.time > clock.now() + AHEAD_MS) {
    metrics.count('NotCounted');
    log.warn('an event without a time, or of the future, cannot be counted', { rule: rule.name, event: record.id });
  } else counted.push({ rule: rule.name, id: record.id, time: record.time, record });
}

/** match → remember → alert, for all that was found together. */
async function count(counted: readonly Counted[], ports: IngestPorts): Promise<readonly Failure[]> {
  if (counted.length === 0) return [];
  const remembered = await remember(counted, ports.memoryRules, ports);
  return [...remembered.failures, ...(await announceFound(remembered, ports))];
}
