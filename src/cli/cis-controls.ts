interface Control {
  /** In the benchmark's versions 1.4 to 5. */
  readonly number: string;
  readonly title: string;
  /** The same control in version 1.2, and in 6 and 7. */
  readonly before: string;
  readonly since: string;
}

/** The section on monitoring of the CIS AWS Foundations benchmark, in words of ours. */
const TITLES = [
  'denied API calls',
  'console sign-ins without MFA',
  'use of the root user',
  'changes of IAM policies',
  'changes of CloudTrail',
  'failed console sign-ins',
  'KMS keys disabled or to be deleted',
  'changes of bucket policies',
  'changes of AWS Config',
  'changes of security groups',
  'changes of network ACLs',
  'changes of network gateways',
  'changes of route tables',
  'changes of VPCs',
  'changes of the organization',
  'Security Hub switched off',
];

export const cisControls: readonly Control[] = TITLES.map((title, i) => ({
  number: `4.${i + 1}`,
  title,
  before: `3.${i + 1}`,
  since: `5.${i + 1}`,
}));
