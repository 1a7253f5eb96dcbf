import { AGENT, type Caller, OFFICE, PRODUCTION, user } from './callers.ts';
import { type Day, SECOND } from './chance.ts';
import type { Made, Role, Writer } from './record.ts';

/** Those who still have a user of IAM, with a second factor: from the time before single sign-on. */
const USERS = ['mike', 'nina', 'oscar', 'peggy'];
const KEY = 'AKIAIOSFODNN7EXAMPLE';

export const users: Role = {
  name: 'people, users of IAM',
  *day(day, write) {
    for (const name of USERS) {
      if (!day.isWorkday && !day.chance(0.05)) continue;
      const browser = { ...user(name, { address: OFFICE, agent: AGENT.browser }), console: true };
      const at = day.between(7, 10);
      yield* signIn(browser, at, day, write);
      yield* work(name, at, day, write);
      yield* house(name, day, write);
    }
    if (day.weekday === 2) yield* onboard(day, write);
  },
};

/** Sometimes the password is wrong once or twice, or the code of the second factor. */
function* signIn(browser: Caller, at: number, day: Day, write: Writer): Iterable<Made> {
  const tries = day.chance(0.08) ? day.int(1, 3) : 0;
  const signedIn = { type: 'AwsConsoleSignIn', readOnly: false, region: day.pick(['us-east-1', 'eu-west-1']) };
  const additional = { LoginTo: 'https://console.aws.amazon.com/console/home', MobileVersion: 'No', MFAUsed: 'Yes' };
  for (let i = 0; i < tries; i++)
    yield write.call(browser, at - (tries - i) * day.int(8, 40) * SECOND, 'signin:ConsoleLogin', {
      ...signedIn,
      additional,
      response: { ConsoleLogin: 'Failure' },
      more: { errorMessage: 'Failed authentication' },
    });
  yield write.call(browser, at - SECOND, 'signin:CheckMfa', {
    ...signedIn,
    response: { CheckMfa: 'Success' },
    additional: { MfaType: 'Virtual MFA' },
  });
  yield write.call(browser, at, 'signin:ConsoleLogin', {
    ...signedIn,
    additional,
    response: { ConsoleLogin: 'Success' },
  });
}

/** The console and a terminal, in which the second factor is given once a day. */
function* work(name: string, from: number, day: Day, write: Writer): Iterable<Made> {
  const terminal = user(name, { address: OFFICE, agent: AGENT.cli }, KEY);
  yield write.call(terminal, from + 60 * SECOND, 'sts:GetSessionToken', {
    parameters: { durationSeconds: 43200, serialNumber: `arn:aws:iam::${PRODUCTION}:mfa/${name}`, tokenCode: 'HIDDEN' },
    readOnly: true,
  });
  const calls = [
    'ec2:DescribeInstances',
    's3:ListBuckets',
    's3:ListObjects',
    'iam:ListUsers',
    'rds:DescribeDBInstances',
    'logs:DescribeLogStreams',
    'logs:GetLogEvents',
    'route53:ListResourceRecordSets',
    'kms:ListAliases',
    'cloudfront:ListDistributions2020_05_31',
  ];
  for (let i = 0; i < day.int(20, 120); i++) {
    const refused = day.chance(0.015) ? { error: day.pick(['AccessDenied', 'Client.UnauthorizedOperation']) } : {};
    yield write.call(terminal, from + i * day.int(20, 240) * SECOND, day.pick(calls), refused);
  }
}

/** What everybody does with their own user: a new key every few weeks, a new password, a look at the second factor. */
function* house(name: string, day: Day, write: Writer): Iterable<Made> {
  const terminal = user(name, { address: OFFICE, agent: AGENT.cli }, KEY);
  const at = day.between(10, 16);
  if (day.chance(0.05)) {
    const accessKeyId = `AKIA${day.digits(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
    const parameters = { userName: name };
    yield write.call(terminal, at, 'iam:CreateAccessKey', {
      parameters,
      response: { accessKey: { userName: name, accessKeyId, status: 'Active' } },
    });
    yield write.call(terminal, at + 300 * SECOND, 'iam:UpdateAccessKey', {
      parameters: { ...parameters, accessKeyId: KEY, status: 'Inactive' },
    });
    yield write.call(terminal, at + 900 * SECOND, 'iam:DeleteAccessKey', {
      parameters: { ...parameters, accessKeyId: KEY },
    });
  }
  if (day.chance(0.03)) {
    yield write.call(terminal, at, 'iam:ChangePassword', {
      error: ['PasswordPolicyViolation', 'Password does not conform to the account password policy.'],
    });
    yield write.call(terminal, at + 40 * SECOND, 'iam:ChangePassword');
  }
}

/** Once a week somebody sets up a user for a program of another firm, by hand. */
function* onboard(day: Day, write: Writer): Iterable<Made> {
  const by = { ...user('mike', { address: OFFICE, agent: AGENT.console }, 'ASIAIOSFODNN7EXAMPLE'), console: true };
  const userName = `partner-${day.digits(4)}`;
  const at = day.between(13, 15);
  yield write.call(by, at, 'iam:CreateUser', {
    parameters: { userName },
    response: { user: { userName, arn: `arn:aws:iam::${PRODUCTION}:user/${userName}` } },
  });
  yield write.call(by, at + 20 * SECOND, 'iam:AddUserToGroup', { parameters: { userName, groupName: 'partners' } });
  yield write.call(by, at + 45 * SECOND, 'iam:CreateAccessKey', {
    parameters: { userName },
    response: { accessKey: { userName, accessKeyId: 'AKIAI44QH8DHBEXAMPLE', status: 'Active' } },
  });
}
