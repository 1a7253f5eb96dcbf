/** What lies under a key of a CloudTrail bucket. Only log files are read by the log reader. */
export type KeyKind = 'log' | 'digest' | 'insight' | 'aggregated' | 'misnamed' | 'other';

/**
 * `[prefix/]AWSLogs/[o-organisation/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_TIMEZ_UNIQUE.json.gz`
 * (CloudTrail user guide, "log file name format"). The account and the region of folder and file name must agree.
 * CloudTrail refuses a prefix that contains AWSLogs, so nobody can imitate the folder below another one.
 */
const LOG_KEY =
  /^(?:.+\/)?AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?(\d{12})\/CloudTrail\/([a-z0-9-]+)\/\d{4}\/\d\d\/\d\d\/\1_CloudTrail_\2_\d{8}T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;
const FOLDER = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?\d{12}\/CloudTrail(-Digest|-Insight|-Aggregated)?\//;

/** S3 keys are at most 1,024 bytes long; a longer text is none. */
const MAX_KEY = 1024;

export function kindOfKey(key: string): KeyKind {
  if (key.length > MAX_KEY) return 'other';
  if (LOG_KEY.test(key)) return 'log';
  const folder = FOLDER.exec(key);
  // The console makes an empty object for a folder.
  if (folder === null || key.endsWith('/')) return 'other';
  switch (folder[1]) {
    case '-Digest':
      return 'digest';
    case '-Insight':
      return 'insight';
    case '-Aggregated':
      return 'aggregated';
    default:
      // Where log files lie, under a name that CloudTrail does not give: somebody put it there, or the names have changed.
      return 'misnamed';
  }
}

/** The account in whose folder a log file lies; undefined for any other key. */
export const accountOfKey = (key: string): string | undefined => LOG_KEY.exec(key)?.[1];

/**
 * Undoes the encoding of keys in S3 notifications, where a space is `+`. A key that is no valid encoding is taken as
 * it stands: then the object is simply not found, and that is told.
 */
export function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch (thrown) {
    if (thrown instanceof URIError) return encoded;
    throw thrown;
  }
}
