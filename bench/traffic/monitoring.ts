import { AGENT, assumed, assuming, PRODUCTION, STAGING, session, VENDOR } from './callers.ts';
import { SECOND } from './chance.ts';
import type { Role } from './record.ts';

/** Another firm draws the graphs: it asks for metrics every ten minutes, in the regions that are used. */
export const monitoring: Role = {
  name: 'monitoring from another account',
  *day(day, write) {
    for (const account of [PRODUCTION, STAGING])
      for (const at of day.every(10)) {
        const address = day.pick(['198.51.100.211', '198.51.100.212', '198.51.100.213']);
        const by = session(day, 'MetricsReader', 'metrics', { account, address, agent: AGENT.boto });
        yield write.call(assuming(VENDOR, account, address), at, 'sts:AssumeRole', assumed(account, 'MetricsReader'));
        for (const region of ['eu-west-1', 'us-east-1', 'eu-central-1'])
          for (const what of [
            'cloudwatch:ListMetrics',
            'cloudwatch:GetMetricData',
            'cloudwatch:GetMetricData',
            'tag:GetResources',
            'ec2:DescribeInstances',
            'rds:DescribeDBInstances',
          ])
            yield write.call(by, at + day.int(1, 40) * SECOND, what, {
              region,
              ...(day.chance(0.01) ? { error: ['ThrottlingException', 'Rate exceeded'] as const } : {}),
            });
        // The integration was asked to show costs as well, and nobody has given it the right.
        if (day.chance(1 / 72))
          yield write.call(by, at + 60 * SECOND, 'ce:GetCostAndUsage', { error: 'AccessDeniedException' });
      }
  },
};
