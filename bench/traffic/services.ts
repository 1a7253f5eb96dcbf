import { HOME, PRODUCTION, SECURITY, STAGING, service, session, through } from './callers.ts';
import { SECOND } from './chance.ts';
import type { Role } from './record.ts';

/** The backup service: snapshots at night, copies to another region, and what is older than its plan allows is deleted. */
export const backup: Role = {
  name: 'backup service',
  *day(day, write) {
    for (const account of [PRODUCTION, STAGING]) {
      const where = { account, address: 'backup.amazonaws.com', agent: 'backup.amazonaws.com' };
      const by = through(
        session(day, 'AWSBackupDefaultServiceRole', 'AWSBackup-Default', where, '/service-role/'),
        'backup',
      );
      const itself = service('backup', account);
      for (let volume = 0; volume < 14; volume++) {
        const at = day.between(2, 5);
        const snapshotId = `snap-0${day.digits(16)}`;
        yield write.call(by, at, 'ec2:CreateSnapshot', {
          parameters: { volumeId: `vol-0${day.digits(16)}` },
          response: { snapshotId },
        });
        yield write.call(by, at + 5 * SECOND, 'ec2:CreateTags', {
          parameters: { resourcesSet: { items: [{ resourceId: snapshotId }] } },
        });
        for (let poll = 0; poll < 5; poll++) yield write.call(by, at + poll * 60 * SECOND, 'ec2:DescribeSnapshots');
        yield write.call(by, at + 400 * SECOND, 'ec2:CopySnapshot', {
          region: 'eu-central-1',
          parameters: { sourceRegion: HOME, sourceSnapshotId: snapshotId },
        });
        yield write.call(by, at + 900 * SECOND, 'ec2:DeleteSnapshot', {
          parameters: { snapshotId: `snap-0${day.digits(16)}` },
        });
        for (const what of ['backup:BackupJobStarted', 'backup:BackupJobCompleted', 'backup:RecoveryPointDeleted'])
          yield write.call(itself, at + 1000 * SECOND, what, { type: 'AwsServiceEvent', readOnly: false });
      }
      for (const name of ['shop', 'stock']) {
        const at = day.between(2, 5);
        yield write.call(by, at, 'rds:CreateDBSnapshot', {
          parameters: { dBInstanceIdentifier: name, dBSnapshotIdentifier: `awsbackup:job-${day.digits(12)}` },
        });
        yield write.call(by, at + 1800 * SECOND, 'rds:DeleteDBSnapshot', {
          parameters: { dBSnapshotIdentifier: `awsbackup:job-${day.digits(12)}` },
        });
      }
    }
  },
};

/** What services do by themselves or by their own roles: most records of any account. */
export const services: Role = {
  name: 'services for themselves',
  *day(day, write) {
    for (const account of [PRODUCTION, STAGING, SECURITY]) {
      const linked = (name: string, role: string) => {
        const where = { account, address: `${name}.amazonaws.com`, agent: `${name}.amazonaws.com` };
        return through(session(day, role, name, where, `/aws-service-role/${name}.amazonaws.com/`), name);
      };
      const config = linked('config', 'AWSServiceRoleForConfig');
      for (const at of day.every(20))
        for (const what of [
          'ec2:DescribeSecurityGroups',
          'ec2:DescribeInstances',
          's3:GetBucketPolicy',
          's3:GetBucketAcl',
          'iam:GetRole',
          'lambda:GetPolicy20150331v2',
          'config:PutEvaluations',
        ])
          yield write.call(config, at, what);
      for (const at of day.every(5))
        yield write.call(service('cloudtrail', account), at, 's3:GetBucketAcl', {
          parameters: { bucketName: 'example-trail' },
        });
      for (const at of day.every(5))
        yield write.call(service('cloudtrail', account), at, 'kms:GenerateDataKey', {
          parameters: {
            encryptionContext: { 'aws:cloudtrail:arn': `arn:aws:cloudtrail:${HOME}:${account}:trail/main` },
          },
        });
      for (const at of day.every(30))
        yield write.call(service('delivery.logs', account), at, 's3:PutObject', {
          parameters: { bucketName: 'example-flow-logs', key: `AWSLogs/${account}/${day.digits(16)}.gz` },
          readOnly: false,
          ...(account === STAGING ? { error: 'AccessDenied' } : {}),
        });
      const advisor = linked('trustedadvisor', 'AWSServiceRoleForTrustedAdvisor');
      for (const region of ['eu-west-1', 'us-east-1', 'eu-central-1', 'ap-southeast-2', 'us-west-2'])
        for (const at of day.every(480))
          for (const what of ['ec2:DescribeReservedInstances', 'ec2:DescribeVolumes', 'rds:DescribeDBInstances'])
            yield write.call(advisor, at, what, { region });
      for (const at of day.every(720))
        yield write.call(service('kms', account), at, 'kms:RotateKey', { type: 'AwsServiceEvent', readOnly: false });
    }
    yield* scaling(day, write);
  },
};

/** The shop grows in the evening and shrinks at night: instances come and go, on the spot market as well. */
const scaling: Role['day'] = function* (day, write) {
  const where = { address: 'autoscaling.amazonaws.com', agent: 'autoscaling.amazonaws.com' };
  const by = through(
    session(day, 'AWSServiceRoleForAutoScaling', 'AutoScaling', where, '/aws-service-role/autoscaling.amazonaws.com/'),
    'autoscaling',
  );
  const ecs = through(
    session(
      day,
      'AWSServiceRoleForECS',
      'ecs-service-scheduler',
      { address: 'ecs.amazonaws.com', agent: 'ecs.amazonaws.com' },
      '/aws-service-role/ecs.amazonaws.com/',
    ),
    'ecs',
  );
  for (let i = 0; i < day.int(10, 24); i++) {
    const from = day.between(16, 21);
    const instanceId = `i-0${day.digits(16)}`;
    const lack = day.chance(0.1)
      ? { error: ['Server.InsufficientInstanceCapacity', 'There is no Spot capacity available.'] as const }
      : {};
    yield write.call(by, from, 'ec2:RunInstances', {
      parameters: { instancesSet: { items: [{ minCount: 1, maxCount: 1 }] }, instanceType: 'm6i.large' },
      ...lack,
    });
    yield write.call(by, from + 60 * SECOND, 'elb:RegisterTargets', { parameters: { targets: [{ id: instanceId }] } });
    yield write.call(by, from + 5 * 3600 * SECOND, 'elb:DeregisterTargets', {
      parameters: { targets: [{ id: instanceId }] },
    });
    yield write.call(by, from + 5 * 3600 * SECOND, 'ec2:TerminateInstances', {
      parameters: { instancesSet: { items: [{ instanceId }] } },
    });
  }
  for (let i = 0; i < 60; i++) {
    const at = day.between(0, 24);
    for (const what of [
      'ec2:CreateNetworkInterface',
      'ec2:CreateNetworkInterfacePermission',
      'elb:RegisterTargets',
      'ec2:DeleteNetworkInterface',
    ])
      yield write.call(ecs, at, what);
  }
};
