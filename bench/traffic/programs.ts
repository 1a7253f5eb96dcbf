import { AGENT, type Caller, HOME, NAT, PRODUCTION, service, session } from './callers.ts';
import { type Day, SECOND } from './chance.ts';
import type { Made, Role, Writer } from './record.ts';

const FUNCTIONS = ['checkout', 'basket', 'search', 'mail', 'stock', 'thumbnails', 'invoices', 'webhooks'];
const INSTANCES = [
  'i-0a1b2c3d4e5f60001',
  'i-0a1b2c3d4e5f60002',
  'i-0a1b2c3d4e5f60003',
  'i-0a1b2c3d4e5f60004',
  'i-0a1b2c3d4e5f60005',
];
const KEY_ID = `arn:aws:kms:${HOME}:${PRODUCTION}:key/11111111-2222-3333-4444-555555555555`;

/** How busy the shop is: in the evening most, at night hardly. */
const busy = (hour: number): number => 0.25 + 0.75 * Math.max(0, Math.sin(((hour - 7) / 17) * Math.PI));

export const functions: Role = {
  name: 'functions',
  *day(day, write) {
    for (const name of FUNCTIONS) {
      const role = `shop-${name}-role`;
      for (let hour = 0; hour < 24; hour++) {
        for (let start = 0; start < 9 * busy(hour); start++)
          yield* coldStart(name, role, day.between(hour, hour + 1), day, write);
      }
    }
  },
};

/** A function starts: Lambda takes its role, then it reads what it needs to know. */
function* coldStart(name: string, role: string, at: number, day: Day, write: Writer): Iterable<Made> {
  const functionName = `shop-${name}`;
  const roleArn = `arn:aws:iam::${PRODUCTION}:role/${role}`;
  const by = session(day, role, functionName, {
    address: day.pick(['192.0.2.77', '192.0.2.78', '192.0.2.101', '192.0.2.130']),
    agent: AGENT.node,
  });
  const context = {
    encryptionContext: { 'aws:lambda:FunctionArn': `arn:aws:lambda:${HOME}:${PRODUCTION}:function:${functionName}` },
  };
  yield write.call(service('lambda'), at, 'sts:AssumeRole', { parameters: { roleArn, roleSessionName: functionName } });
  yield write.call(by, at + SECOND, 'logs:CreateLogStream', {
    parameters: { logGroupName: `/aws/lambda/${functionName}` },
  });
  // One role was given no right to make its log group, and asks for it at every start. Nobody has noticed for a year.
  if (name === 'thumbnails')
    yield write.call(by, at + SECOND, 'logs:CreateLogGroup', { error: 'AccessDenied', readOnly: false });
  yield write.call(by, at + SECOND, 'kms:Decrypt', {
    parameters: context,
    resources: [{ ARN: KEY_ID, accountId: PRODUCTION, type: 'AWS::KMS::Key' }],
  });
  if (name === 'mail')
    yield write.call(by, at + 2 * SECOND, 'ses:SendEmail', { parameters: { destination: {} }, readOnly: false });
  yield write.call(by, at + 2 * SECOND, 'secretsmanager:GetSecretValue', { parameters: { secretId: `shop/${name}` } });
  if (day.chance(0.4))
    yield write.call(by, at + 2 * SECOND, 'ssm:GetParameters', {
      parameters: { names: [`/shop/${name}/flags`, `/shop/${name}/limits`], withDecryption: true },
    });
  for (let item = 0; item < day.int(1, 4); item++) {
    const missing = day.chance(0.03) ? { error: ['NoSuchKey', 'The specified key does not exist.'] as const } : {};
    if (name === 'thumbnails' || name === 'invoices')
      yield write.call(by, at + (3 + item) * SECOND, day.pick(['s3:GetObject', 's3:PutObject']), {
        parameters: { bucketName: 'shop-data-0', key: `orders/${day.digits(12)}.json` },
        ...missing,
      });
    else
      yield write.call(by, at + (3 + item) * SECOND, 'dynamodb:GetItem', {
        parameters: { tableName: 'baskets', key: { id: 'HIDDEN' } },
      });
  }
}

export const instances: Role = {
  name: 'application on instances',
  *day(day, write) {
    for (const instance of INSTANCES) {
      const where: Omit<Caller, 'identity' | 'account' | 'region'> = { address: NAT, agent: AGENT.java };
      const outside = session(day, 'shop-app', instance, where);
      const inside = {
        ...outside,
        address: `10.0.${INSTANCES.indexOf(instance)}.17`,
        endpoint: 'vpce-0123456789abcdef0',
      };
      const agent = session(day, 'shop-app', instance, { address: NAT, agent: AGENT.ssm });
      for (const at of day.every(5))
        yield write.call(agent, at, 'ssm:UpdateInstanceInformation', {
          parameters: { instanceId: instance },
          readOnly: false,
        });
      for (const at of day.every(30))
        yield write.call(agent, at, 'ssm:ListAssociations', { parameters: { instanceId: instance } });
      for (const at of day.every(360))
        yield write.call(service('ec2'), at, 'sts:AssumeRole', {
          parameters: { roleArn: `arn:aws:iam::${PRODUCTION}:role/shop-app`, roleSessionName: instance },
        });
      for (let hour = 0; hour < 24; hour++)
        for (let call = 0; call < 60 * busy(hour); call++)
          yield work(inside, outside, day.between(hour, hour + 1), day, write);
    }
  },
};

/** The endpoint of the network carries S3 and DynamoDB; the rest goes out by the gateway. */
function work(inside: Caller, outside: Caller, at: number, day: Day, write: Writer): Made {
  const key = `orders/${day.digits(12)}.json`;
  const missing = day.chance(0.02) ? { error: ['NoSuchKey', 'The specified key does not exist.'] as const } : {};
  const kind = day.int(0, 9);
  if (kind < 4)
    return write.call(inside, at, 's3:GetObject', { parameters: { bucketName: 'shop-data-0', key }, ...missing });
  if (kind < 6)
    return write.call(inside, at, 's3:PutObject', {
      parameters: { bucketName: 'shop-data-0', key, 'x-amz-server-side-encryption': 'aws:kms' },
    });
  if (kind < 7)
    return write.call(inside, at, 's3:DeleteObject', {
      parameters: { bucketName: 'shop-data-0', key: `carts/${day.digits(8)}` },
      readOnly: false,
    });
  if (kind < 8)
    return write.call(outside, at, day.pick(['kms:GenerateDataKey', 'kms:Decrypt']), { parameters: { keyId: KEY_ID } });
  if (kind < 9)
    return write.call(outside, at, 'secretsmanager:GetSecretValue', { parameters: { secretId: 'shop/database' } });
  return write.call(inside, at, 'dynamodb:PutItem', { parameters: { tableName: 'baskets' }, readOnly: false });
}
