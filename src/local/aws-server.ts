import type { AddressInfo } from 'node:net';
import { buildApp } from 'fauxqs';
import type { HttpServer } from './http-server.ts';

/** A server for S3, SQS and SNS in memory. (The package's own start function would listen on every interface.) */
export async function startAwsServer(): Promise<HttpServer> {
  const app = buildApp({ logger: false });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      app.server.closeAllConnections();
      await app.close();
    },
  };
}
