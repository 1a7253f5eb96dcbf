// The part of a Lambda runtime that a cold start consists of: loads the handler, then asks the Runtime API for the first
// event. Where the handler cannot be loaded it says so, as a runtime does, and ends.
//   AWS_LAMBDA_RUNTIME_API=127.0.0.1:9000 LAMBDA_TASK_ROOT=dist node bench/lambda/bootstrap.mjs s3.handler
import { request } from 'node:http';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';

const [, , name = ''] = process.argv;
const [file, exported] = name.split('.');
const api = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
try {
  const path = resolve(process.env.LAMBDA_TASK_ROOT ?? '.', `${file}.cjs`);
  if (typeof createRequire(path)(path)[exported] !== 'function') throw new Error(`${path} exports no ${exported}`);
  request(`${api}/invocation/next`).end();
} catch (thrown) {
  request(`${api}/init/error`, { method: 'POST' }).end(JSON.stringify({ errorMessage: String(thrown) }));
}
