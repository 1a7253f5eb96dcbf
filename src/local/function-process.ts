import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/**
 * One Lambda function in a process of its own: loads a built handler and answers what the parent sends. Started with the
 * path of the handler as its argument, and the function's environment.
 */
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

interface Invocation {
  readonly id: number;
  readonly event: unknown;
}

const [, , bundle = ''] = process.argv;
const require = createRequire(pathToFileURL(bundle));
const { handler } = require(bundle) as { handler: Handler };
const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';
const TIMEOUT_MS = 60_000;

process.on('message', (message: Invocation) => {
  void invoke(message).then((answer) => process.send?.(answer));
});

async function invoke({ id, event }: Invocation): Promise<object> {
  const deadline = Date.now() + TIMEOUT_MS;
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
