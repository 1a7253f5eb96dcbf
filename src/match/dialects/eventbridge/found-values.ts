import { isObject, type JsonObject } from '../../../json.ts';
import { ExactNumber } from './exact-number.ts';
import { pathText } from './pattern.ts';

/**
 * An object in an array of the event, or the event itself (which has no parent). Values below it belong together:
 * fields of a pattern that lead through the same array must hold in the same element.
 */
export interface Element {
  /** The path of the array and a dot; empty for the event itself. */
  readonly prefix: string;
  readonly parent?: Element;
}

/** A scalar at the end of a path, and the element it was found in. */
export interface Found {
  readonly value: unknown;
  readonly element: Element;
}

/** The paths a pattern asks for, as a tree of their keys. */
export interface PathTree {
  readonly prefix: string;
  readonly children: Map<string, PathTree>;
  /** The path's place among the paths, where one ends here. */
  slot?: number;
}

export const EVENT: Element = { prefix: '' };

export function pathTree(paths: readonly (readonly string[])[]): PathTree {
  const root: PathTree = { prefix: '', children: new Map() };
  for (const [slot, path] of paths.entries()) {
    let tree = root;
    for (const [depth, key] of path.entries()) {
      let child = tree.children.get(key);
      if (child === undefined) {
        child = { prefix: `${pathText(path.slice(0, depth + 1))}.`, children: new Map() };
        tree.children.set(key, child);
      }
      tree = child;
    }
    tree.slot = slot;
  }
  return root;
}

interface Place {
  readonly node: unknown;
  readonly tree: PathTree;
  readonly element: Element;
}

/**
 * The scalars of an event at each path, in one walk without recursion that visits no part of the event twice. Arrays, and
 * arrays in arrays, stand for their elements; objects, `{}` and `[]` at the end of a path are no values.
 *
 * @returns for each path, by its place, what was found
 */
export function findValues(event: JsonObject, tree: PathTree, paths: number): Found[][] {
  const found: Found[][] = Array.from({ length: paths }, () => []);
  const places: Place[] = [{ node: event, tree, element: EVENT }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { node, tree, element } = place;
    if (isRecord(node)) {
      if (tree.children.size > 0) placeKeys(node, tree, element, places);
    } else if (Array.isArray(node)) {
      // Last first, since the stack gives them back in reverse.
      for (const item of (node as unknown[]).toReversed()) {
        places.push({ node: item, tree, element: isRecord(item) ? { prefix: tree.prefix, parent: element } : element });
      }
    } else if (tree.slot !== undefined && node !== undefined) {
      found[tree.slot]?.push({ value: node, element });
    }
  }
  return found;
}

function placeKeys(node: JsonObject, tree: PathTree, element: Element, places: Place[]): void {
  for (const key of Object.keys(node)) {
    const child = key.includes('.') ? below(tree, key.split('.')) : tree.children.get(key);
    if (child !== undefined) places.push({ node: node[key], tree: child, element });
  }
}

function below(tree: PathTree, keys: readonly string[]): PathTree | undefined {
  let current: PathTree | undefined = tree;
  for (const key of keys) {
    current = current.children.get(key);
    if (current === undefined) return undefined;
  }
  return current;
}

const isRecord = (value: unknown): value is JsonObject => isObject(value) && !(value instanceof ExactNumber);
