/** Events are counted in spans of five minutes of event time, numbered from 1970 on. */
export const BUCKET_MS = 5 * 60 * 1000;
export const BUCKETS_A_DAY = 288;

/** So many days before a bucket are compared with it. */
export const DAYS = 28;

/** Two hours: an event that comes later than this after a newer one is left out, since its bucket is frozen. */
export const REACH = 24;

const { floor } = Math;

export const bucketOf = (time: number): number => floor(time / BUCKET_MS);

/** Milliseconds since 1970. The end of a bucket is the start of the next one. */
export const startOf = (bucket: number): number => bucket * BUCKET_MS;
