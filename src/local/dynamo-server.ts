import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';
import type { HttpServer } from './http-server.ts';

/** A DynamoDB server in memory. */
export async function startDynamo(): Promise<HttpServer> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
