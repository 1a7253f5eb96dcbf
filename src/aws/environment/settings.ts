import type { Clock } from '../../ports.ts';

/** What a deployed function works with, from its environment variables (serverless.yml sets them). */
export type Environment = Readonly<Record<string, string | undefined>>;

export const CLOCK: Clock = { now: () => Date.now() };

/**
 * The SDK's own retries are short; the longer ones are the queue's business. It would wait for ever for an answer that does
 * not come, and the function with it, until its time is up and the whole batch has failed. The answer's beginning is meant:
 * a log file of 50 MB may take longer.
 */
export const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
};
/** The queue lies in the function's own region; the endpoint stays the one that the SDK is configured with. */
export const QUEUE_CLIENT = { ...CLIENT, useQueueUrlAsEndpoint: false };

/** Thrown at start: a function without its settings must not run and seem well. */
export function required(env: Environment, name: string): string {
  const value = env[name];
  if (value) return value;
  throw new Error(`the environment variable ${name} is missing: serverless.yml sets it`);
}
