import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { isObject, type JsonObject, objectOf, own } from '../../src/json.ts';

/** A packaged template as CloudFormation will make it: without what a condition leaves out, and without Fn::If. */
export interface Template {
  readonly resources: ReadonlyMap<string, JsonObject>;
  readonly outputs: JsonObject;
}

const ROOT = resolve(import.meta.dirname, '../..');
const OSLS = join(ROOT, 'node_modules/osls/bin/serverless.js');
const BUNDLES = ['s3', 'eventbridge', 'cloudwatch-logs', 'clock', 'slack'];

/**
 * Runs `osls package` as a stranger would: offline and without credentials. In a copy of its own, since osls builds in
 * the service's .serverless whatever folder it is told, and two runs would take each other's files away.
 *
 * @param schemas where osls keeps its schema once it has made it into code, which takes half of a run
 */
export async function packaged(folder: string, params: readonly string[], schemas: string): Promise<Template> {
  const missing = BUNDLES.filter((name) => !existsSync(join(ROOT, 'dist', `${name}.cjs`)));
  if (missing.length > 0) throw new Error(`dist/${missing.join('.cjs, dist/')}.cjs missing: run npm run build first`);
  for (const part of ['serverless.yml', 'deploy', 'dist']) {
    await cp(join(ROOT, part), join(folder, part), { recursive: true });
  }
  const args = [OSLS, 'package', '--stage', 'prod', ...params.map((param) => `--param=${param}`)];
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_EC2_METADATA_DISABLED: 'true',
    SLS_SCHEMA_CACHE_BASE_DIR: schemas,
  };
  await promisify(execFile)(process.execPath, args, { cwd: folder, env });
  const text = await readFile(join(folder, '.serverless/cloudformation-template-update-stack.json'), 'utf8');
  return decided(JSON.parse(text) as JsonObject);
}

/** The template with its conditions decided; they compare constants, so that nothing is left open. */
export function decided(raw: JsonObject): Template {
  const conditions = objectOf(raw, 'Conditions') ?? {};
  const holds = (name: string): boolean => truth(own(conditions, name), conditions);
  const resources = new Map<string, JsonObject>();
  for (const [id, resource] of Object.entries(objectOf(raw, 'Resources') ?? {})) {
    if (!isObject(resource)) throw new Error(`${id} is no resource`);
    const condition = own(resource, 'Condition');
    if (typeof condition === 'string' && !holds(condition)) continue;
    resources.set(id, chosen(resource, holds) as JsonObject);
  }
  return { resources, outputs: chosen(objectOf(raw, 'Outputs') ?? {}, holds) as JsonObject };
}

function truth(expression: unknown, conditions: JsonObject): boolean {
  if (!isObject(expression)) throw new Error(`no condition: ${JSON.stringify(expression)}`);
  const [[operator, operand] = ['', undefined]] = Object.entries(expression);
  const parts: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  switch (operator) {
    case 'Fn::Equals':
      return parts[0] === parts[1];
    case 'Fn::Not':
      return !truth(parts[0], conditions);
    case 'Fn::And':
      return parts.every((part) => truth(part, conditions));
    case 'Fn::Or':
      return parts.some((part) => truth(part, conditions));
    case 'Condition':
      return truth(own(conditions, String(operand)), conditions);
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

const LEFT_OUT = Symbol('AWS::NoValue');

/** Recursion is safe here: the depth is that of our own template. */
function chosen(value: unknown, holds: (name: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => chosen(item, holds)).filter((item) => item !== LEFT_OUT);
  if (!isObject(value)) return value;
  if (own(value, 'Ref') === 'AWS::NoValue') return LEFT_OUT;
  const branches = own(value, 'Fn::If');
  if (Array.isArray(branches)) return chosen(holds(String(branches[0])) ? branches[1] : branches[2], holds);
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, chosen(item, holds)] as const)
      .filter(([, item]) => item !== LEFT_OUT),
  );
}
