import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sharedData } from '../shared-data.ts';

export interface Recording {
  readonly technique: string;
  readonly records: readonly RawRecord[];
}

export interface RawRecord {
  readonly eventID: string;
  readonly eventTime: string;
  readonly recipientAccountId: string;
  readonly awsRegion: string;
}

/** The attack that was recorded as one export, of which only the time has another name. */
const EXPORTED = 'otrf.ec2-proxy-s3-exfiltration';

/** Every recorded technique, as if it had ended just now: what comes a day late is not remembered. */
export function recordings(): Recording[] {
  const folder = sharedData('attacks', 'stratus');
  const files = readdirSync(folder).filter((name) => name !== 'labels.json');
  const recorded = files.map((name): Recording => {
    const content = JSON.parse(readFileSync(join(folder, name), 'utf8')) as RawRecord | RawRecord[];
    return { technique: name.replace(/\.json$/, ''), records: Array.isArray(content) ? content : [content] };
  });
  const lines = readFileSync(sharedData('attacks', 'otrf.jsonl'), 'utf8').trim().split('\n');
  const exported = lines.map((line) => {
    const {
      '@timestamp': eventTime,
      '@version': _,
      ...record
    } = JSON.parse(line) as RawRecord & Record<string, string>;
    return { ...record, eventTime: eventTime ?? record.eventTime };
  });
  return [...recorded, { technique: EXPORTED, records: exported }].map(endingAt(Date.now() - 5 * 60_000));
}

/** Moves the events of a recording in time, all by as much. */
const endingAt =
  (end: number) =>
  ({ technique, records }: Recording): Recording => {
    const moved = end - Math.max(...records.map(({ eventTime }) => Date.parse(eventTime)));
    const shifted = (time: string): string => `${new Date(Date.parse(time) + moved).toISOString().slice(0, 19)}Z`;
    return { technique, records: records.map((record) => ({ ...record, eventTime: shifted(record.eventTime) })) };
  };
