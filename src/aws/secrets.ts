import { GetParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { config, failed, ok } from '../errors.ts';
import type { Clock, Secrets } from '../ports.ts';
import { failureOf } from './failures.ts';

/** As long as the AWS parameters extension keeps one by default: a rotated secret is used within five minutes. */
const KEEP_MS = 300_000;

/** SecureStrings of the SSM parameter store, by name. */
export function ssmSecrets(client: SSMClient, clock: Clock): Secrets {
  const known = new Map<string, { readonly value: string; readonly until: number }>();
  return {
    async get(name, options) {
      const cached = known.get(name);
      if (cached !== undefined && cached.until > clock.now() && !options?.fresh) return ok(cached.value);
      try {
        const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
        if (Parameter?.Value === undefined) return failed(config('empty-secret', `parameter ${name} has no value`));
        known.set(name, { value: Parameter.Value, until: clock.now() + KEEP_MS });
        return ok(Parameter.Value);
      } catch (thrown) {
        return failed(failureOf(`ssm:GetParameter ${name}`, thrown));
      }
    },
  };
}
