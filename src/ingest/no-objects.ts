import { config, failed } from '../errors.ts';
import type { ObjectStore } from '../ports.ts';

/** For functions that read no bucket: a notice of a log file that reaches one was sent to the wrong place. */
export const NO_OBJECTS: ObjectStore = {
  read: async ({ bucket, key }) =>
    failed(config('reads-no-objects', `s3://${bucket}/${key}: log files are read by the function s3 only`)),
};
