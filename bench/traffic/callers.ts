import type { Day } from './chance.ts';

/** The company: a shop in production, staging beside it, and an account for logs and security. */
export const PRODUCTION = '123456789012';
export const STAGING = '111122223333';
export const SECURITY = '444455556666';
/** Of the firm that watches the metrics; it is no account of the company. */
export const VENDOR = '210987654321';
export const HOME = 'eu-west-1';

export const OFFICE = '203.0.113.20';
/** The way out of the private networks. */
export const NAT = '192.0.2.10';
export const BUILD_SERVERS = ['198.51.100.201', '198.51.100.202', '198.51.100.203', '198.51.100.204'];

export const AGENT = {
  console: 'AWS Internal',
  browser:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
  cli: 'aws-cli/2.17.4 md/awscrt#0.20.11 ua/2.0 os/macos#23.5.0 md/arch#arm64 lang/python#3.11.9 md/prompt#off',
  terraform: 'APN/1.0 HashiCorp/1.0 Terraform/1.8.5 (+https://www.terraform.io) terraform-provider-aws/5.55.0',
  boto: 'Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#6.1.92 md/arch#x86_64 lang/python#3.12.3',
  java: 'aws-sdk-java/2.25.60 Linux/6.1.92-99.174.amzn2023.x86_64 OpenJDK_64-Bit_Server_VM/21.0.3',
  node: 'aws-sdk-js/3.600.0 ua/2.1 os/linux#5.10.218 lang/js md/nodejs#20.14.0 api/dynamodb#3.600.0 exec-env/AWS_Lambda_nodejs20.x',
  ssm: 'aws-sdk-go/1.51.30 (go1.21.9; linux; amd64) amazon-ssm-agent/3.3.380.0',
} as const;

/** Who calls, from where, by what. */
export interface Caller {
  readonly account: string;
  readonly region: string;
  readonly address: string;
  readonly agent: string;
  readonly identity: object;
  /** Credentials that the console uses for somebody. */
  readonly console?: boolean;
  readonly endpoint?: string;
}

type Where = Partial<Omit<Caller, 'identity'>> & { readonly address: string; readonly agent: string };

const issuer = (account: string, role: string, path = '/') => ({
  type: 'Role',
  principalId: `AROAEXAMPLE${role
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
    .slice(0, 10)
    .padEnd(10, 'X')}`,
  arn: `arn:aws:iam::${account}:role${path}${role}`,
  accountId: account,
  userName: role,
});

/** A session of a role; `path` where the role has one. */
export function session(day: Day, role: string, name: string, where: Where, path?: string): Caller {
  const account = where.account ?? PRODUCTION;
  const sessionIssuer = issuer(account, role, path);
  return {
    account,
    region: HOME,
    ...where,
    identity: {
      type: 'AssumedRole',
      principalId: `${sessionIssuer.principalId}:${name}`,
      arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
      accountId: account,
      accessKeyId: `ASIA${day.digits(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
      sessionContext: {
        sessionIssuer,
        attributes: {
          creationDate: new Date(day.start).toISOString().replace('.000Z', 'Z'),
          mfaAuthenticated: 'false',
        },
      },
    },
  };
}

/** A user of IAM, with a key of their own or signed in to the console. */
export function user(name: string, where: Where, key?: string): Caller {
  const account = where.account ?? PRODUCTION;
  const attributes = { creationDate: '2026-01-01T08:00:00Z', mfaAuthenticated: 'true' };
  return {
    account,
    region: HOME,
    ...where,
    identity: {
      type: 'IAMUser',
      principalId: `AIDAEXAMPLE${name.toUpperCase().padEnd(10, 'X')}`,
      arn: `arn:aws:iam::${account}:user/${name}`,
      accountId: account,
      userName: name,
      ...(key === undefined ? {} : { accessKeyId: key, sessionContext: { attributes } }),
    },
  };
}

/** A service for itself. */
export const service = (name: string, account = PRODUCTION, region = HOME): Caller => ({
  account,
  region,
  address: `${name}.amazonaws.com`,
  agent: `${name}.amazonaws.com`,
  identity: { type: 'AWSService', invokedBy: `${name}.amazonaws.com` },
});

/** What a service does for somebody, with their rights. */
export const through = (caller: Caller, name: string): Caller => ({
  ...caller,
  address: `${name}.amazonaws.com`,
  agent: `${name}.amazonaws.com`,
  identity: { ...caller.identity, invokedBy: `${name}.amazonaws.com` },
});

/** Somebody of another account takes a role of this one. */
export const assuming = (from: string, account: string, address: string): Caller => ({
  account,
  region: HOME,
  address,
  agent: AGENT.boto,
  identity: { type: 'AWSAccount', principalId: `AROAEXAMPLE${from}:caller`, accountId: from },
});
export const assumed = (account: string, role: string) => ({
  parameters: { roleArn: `arn:aws:iam::${account}:role/${role}`, roleSessionName: 'scan', externalId: 'example' },
});
