import { textOf } from '../../src/json.ts';
import type { Day } from '../traffic/chance.ts';

type Json = Record<string, unknown>;

/** What stands in records of a real account beside what rules ask for: half of their bytes, and little of it repeats. */
export function asDelivered(record: object, day: Day): object {
  const full = { ...record } as Json;
  const source = String(full['eventSource']);
  const name = String(full['eventName']);
  const failed = full['errorCode'] !== undefined;
  const parameters = (full['requestParameters'] ?? {}) as Json;
  if (full['tlsDetails'] !== undefined) {
    const clientProvidedHostHeader = source.replace('.amazonaws.com', `.${String(full['awsRegion'])}.amazonaws.com`);
    full['tlsDetails'] = { ...(full['tlsDetails'] as Json), clientProvidedHostHeader };
  }
  if (source === 's3.amazonaws.com') objectStore(full, parameters, day);
  else if (name === 'AssumeRole' && !failed) full['responseElements'] = session(full, parameters, day);
  else if (source === 'kms.amazonaws.com') keys(full, parameters, day);
  else if (name === 'RunInstances' && !failed) full['responseElements'] = launched(day);
  else if (name.startsWith('Describe') && source === 'ec2.amazonaws.com' && full['requestParameters'] === null)
    full['requestParameters'] = filtered(day);
  else if (name === 'GetMetricData' || name === 'FilterLogEvents' || name === 'GetResources')
    full['requestParameters'] = { ...parameters, ...quoted(day) };
  return full;
}

function objectStore(full: Json, parameters: Json, day: Day): void {
  const bucket = textOf(parameters, 'bucketName') ?? 'shop-data-0';
  const Host = `${bucket}.s3.${String(full['awsRegion'])}.amazonaws.com`;
  full['requestParameters'] = { ...parameters, bucketName: bucket, Host };
  full['additionalEventData'] = {
    SignatureVersion: 'SigV4',
    CipherSuite: 'TLS_AES_128_GCM_SHA256',
    bytesTransferredIn: 0,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': `${day.digits(75, BASE64)}=`,
    bytesTransferredOut: day.int(200, 900_000),
  };
  full['resources'] = [
    ...('key' in parameters
      ? [{ type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${String(parameters['key'])}` }]
      : []),
    { accountId: full['recipientAccountId'], type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
  ];
}

function session(full: Json, parameters: Json, day: Day): object {
  const arn = String(parameters['roleArn']).replace(':iam:', ':sts:').replace(':role/', ':assumed-role/');
  const name = String(parameters['roleSessionName']);
  full['resources'] = [
    { accountId: full['recipientAccountId'], type: 'AWS::IAM::Role', ARN: String(parameters['roleArn']) },
  ];
  return {
    credentials: {
      accessKeyId: `ASIA${day.digits(16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`,
      sessionToken: day.digits(day.int(400, 700), BASE64),
      expiration: new Date(day.start).toUTCString(),
    },
    assumedRoleUser: { assumedRoleId: `AROA${day.digits(17).toUpperCase()}:${name}`, arn: `${arn}/${name}` },
  };
}

function keys(full: Json, parameters: Json, day: Day): void {
  full['requestParameters'] = {
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::shop-data-${day.int(0, 9)}` },
    ...parameters,
  };
  full['additionalEventData'] = { keyMaterialId: day.digits(64) };
}

/** A launch says everything of every instance: the largest records of most accounts. */
function launched(day: Day): object {
  const items = Array.from({ length: day.int(1, 12) }, (_, amiLaunchIndex) => ({
    instanceId: `i-0${day.digits(16)}`,
    imageId: `ami-0${day.digits(16)}`,
    instanceState: { code: 0, name: 'pending' },
    privateDnsName: `ip-10-0-${day.int(0, 255)}-${day.int(0, 255)}.eu-west-1.compute.internal`,
    amiLaunchIndex,
    productCodes: {},
    instanceType: 't4g.large',
    launchTime: day.start,
    placement: { availabilityZone: 'eu-west-1a', tenancy: 'default' },
    monitoring: { state: 'pending' },
    subnetId: `subnet-0${day.digits(16)}`,
    vpcId: 'vpc-0123456789abcdef0',
    groupSet: { items: [{ groupId: `sg-0${day.digits(16)}`, groupName: 'shop-app' }] },
    tagSet: { items: [{ key: 'Name', value: `shop-${day.digits(4)}` }] },
    networkInterfaceSet: {
      items: [{ networkInterfaceId: `eni-0${day.digits(16)}`, macAddress: day.digits(12), status: 'in-use' }],
    },
  }));
  return { requestId: day.uuid('a'), reservationId: `r-0${day.digits(16)}`, instancesSet: { items } };
}

const filtered = (day: Day): object => ({
  filterSet: {
    items: [{ name: 'instance-id', valueSet: { items: [{ value: `i-0${day.digits(16)}` }] } }],
  },
});

/** A fifth of published records holds a backslash, which readers of bytes must not trip over. */
const quoted = (day: Day): object => ({
  filterPattern: `{ $.level = "error" && $.order = "${day.digits(8)}" }`,
  startTime: 'Jan 5, 2026, 12:00:00\u202fAM',
});

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
