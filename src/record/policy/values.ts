import { isObject } from '../../json.ts';

/**
 * How many values of one request are looked at. CloudTrail leaves out request parameters over 100 KB (user guide,
 * "CloudTrail record contents"), and a value needs two bytes at least, so no real record comes near.
 */
export const MAX_VALUES = 100_000;

export interface KeyedValue {
  /** The key nearest to the value: lists, and the `items` that EC2 wraps them in, hand theirs on. */
  readonly key: string;
  readonly value: unknown;
}

/** Every value inside a value, itself included, without recursion: how deep it nests is the caller's choice. */
export function* valuesIn(root: unknown): Generator<KeyedValue> {
  const waiting: KeyedValue[] = [{ key: '', value: root }];
  for (let seen = 0; seen < waiting.length && seen < MAX_VALUES; seen++) {
    const next = waiting[seen] as KeyedValue;
    yield next;
    for (const child of childrenOf(next)) {
      if (waiting.length >= MAX_VALUES) break;
      waiting.push(child);
    }
  }
}

function childrenOf({ key, value }: KeyedValue): readonly KeyedValue[] {
  if (Array.isArray(value)) return value.map((element: unknown) => ({ key, value: element }));
  if (!isObject(value)) return [];
  return Object.entries(value).map(([name, child]) => ({ key: name === 'items' ? key : name, value: child }));
}
