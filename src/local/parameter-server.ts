import { isObject, parseJson, textOf } from '../json.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';

export interface ParameterServer extends HttpServer {
  /** SecureStrings by name; changed while it runs, they are rotated. */
  readonly parameters: Map<string, string>;
}

/** The SSM parameter store, as far as GetParameter goes, in the AWS JSON 1.1 protocol. */
export async function startParameterServer(): Promise<ParameterServer> {
  const parameters = new Map<string, string>();
  const server = await startHttpServer(({ body }) => {
    const parsed = parseJson(body);
    const name = (parsed.ok && isObject(parsed.value) && textOf(parsed.value, 'Name')) || '';
    const value = parameters.get(name);
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    return value === undefined
      ? { status: 400, headers, body: JSON.stringify({ __type: 'ParameterNotFound' }) }
      : {
          status: 200,
          headers,
          body: JSON.stringify({ Parameter: { Name: name, Type: 'SecureString', Value: value } }),
        };
  });
  return { ...server, parameters };
}
