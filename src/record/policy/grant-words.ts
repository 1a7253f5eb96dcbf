/**
 * In lower case: every request that lets somebody in (grants.ts) holds one of these texts in its parameters, or it holds
 * an escape of one. So a reader of bytes can tell of most requests that they grant nothing.
 */
export const GRANT_WORDS: readonly string[] = [
  // Policy documents (documents.ts), and what begins a percent-encoded one.
  'statement',
  '%',
  // Grants without a document (flat-grants.ts): keys that hold the grantees, and S3's groups and canned ACLs.
  'principal',
  'awsaccountid',
  'userid',
  'group',
  'valuestoadd',
  'accountwithrestoreaccess',
  'public-read',
  'authenticated-read',
];
