import { createRequire } from 'node:module';

/**
 * One Lambda environment: loads a built handler and answers one invocation after the other. What Lambda sets comes by the
 * environment; for the bench, a clock that is so many milliseconds ahead. The function believes in the timeout that it has
 * when deployed; the bench kills it earlier.
 */
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const ahead = Number(process.env['BENCH_CLOCK_AHEAD_MS'] ?? 0);
if (ahead !== 0) {
  const now = Date.now.bind(Date);
  Date.now = () => now() + ahead;
}
const [, , bundle = ''] = process.argv;
const timeoutMs = 60_000;
const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
const { handler } = createRequire(import.meta.url)(bundle) as { handler: Handler };

process.on('message', ({ id, event }: { id: number; event: unknown }) => {
  void invoke(id, event).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit(0));
process.send?.({ loaded: true });

async function invoke(id: number, event: unknown): Promise<object> {
  if (event === 'heap') {
    globalThis.gc?.();
    return { id, response: process.memoryUsage() };
  }
  const deadline = Date.now() + timeoutMs;
  const context = {
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    awsRequestId: String(id),
    memoryLimitInMB: '512',
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    return { id, response: (await handler(event, context)) ?? null };
  } catch (thrown) {
    return { id, error: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}
