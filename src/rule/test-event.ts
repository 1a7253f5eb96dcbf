import { isObject, type JsonObject } from '../json.ts';
import { parsePath } from '../match/fields.ts';
import { nearest } from './nearest.ts';
import type { RuleTest } from './rule-schema.ts';

/** Sample records by the name of their file, for tests to start from. */
export type BaseEvents = ReadonlyMap<string, JsonObject>;

/** The keys of a test that make an event. */
export type EventOfTest = Pick<RuleTest, 'event' | 'base' | 'patch' | 'without'>;

export type TestEvent =
  | { readonly ok: true; readonly event: JsonObject }
  | { readonly ok: false; readonly problem: string };

/** The event of a test: as it is written, or a sample with fields set and taken out, so that a test is three lines. */
export function testEvent({ event, base, patch = {}, without = [] }: EventOfTest, bases: BaseEvents): TestEvent {
  if ((event === undefined) === (base === undefined)) {
    return { ok: false, problem: 'a test has either event or base' };
  }
  const start = event ?? bases.get(base ?? '');
  if (start === undefined) {
    const near = nearest(base ?? '', bases.keys());
    return {
      ok: false,
      problem: `there is no base event "${base}" in the folder of samples, events/records${near === undefined ? '' : `; did you mean "${near}"?`}`,
    };
  }
  const copy = structuredClone(start) as Record<string, unknown>;
  for (const [field, value] of Object.entries(patch)) setAt(copy, parsePath(field), value);
  for (const field of without) removeAt(copy, parsePath(field));
  return { ok: true, event: copy };
}

/** Sets a field and makes the objects on the way; something else on the way is replaced. */
function setAt(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let node = root;
  for (const key of path.slice(0, -1)) {
    const next = Object.hasOwn(node, key) ? node[key] : undefined;
    const object = isObject(next) ? (next as Record<string, unknown>) : {};
    define(node, key, object);
    node = object;
  }
  define(node, path.at(-1) ?? '', value);
}

function removeAt(root: Record<string, unknown>, path: readonly string[]): void {
  let node: unknown = root;
  for (const key of path.slice(0, -1)) node = isObject(node) && Object.hasOwn(node, key) ? node[key] : undefined;
  if (isObject(node)) delete (node as Record<string, unknown>)[path.at(-1) ?? ''];
}

/** An assignment to `__proto__` would change a prototype instead of setting the key. */
const define = (node: object, key: string, value: unknown): void =>
  void Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true });
