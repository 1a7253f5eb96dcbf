import { gzipSync } from 'node:zlib';
import { REGION, TRAIL_BUCKET } from './resources.ts';

/** What S3 sends to a queue, with the key encoded as S3 encodes it. */
export const s3Notice = (key: string, size: number) => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: REGION,
      eventTime: '2026-11-20T14:10:00.000Z',
      eventName: 'ObjectCreated:Put',
      s3: { bucket: { name: TRAIL_BUCKET }, object: { key: encodeURIComponent(key).replaceAll('%20', '+'), size } },
    },
  ],
});

/** The bytes of a CloudTrail log file. */
export const logFile = (records: readonly unknown[]): Uint8Array => gzipSync(JSON.stringify({ Records: records }));

/** A key as CloudTrail writes it; `unique` is 16 letters and digits. */
export const logKey = (account: string, region: string, unique: string): string =>
  `AWSLogs/${account}/CloudTrail/${region}/2026/11/20/${account}_CloudTrail_${region}_20261120T1410Z_${unique}.json.gz`;
