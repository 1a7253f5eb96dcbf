// The JSON of records that somebody may ask for when the window is gone: it lies together, so that one copy takes all of it.
import { KEPT } from './layout';

/** Bytes that are kept of the window. No record is kept twice, so there is room for all. */
export let keptBytes: usize = 0;

export function clearKept(): void {
  keptBytes = 0;
}

/** Gives where they begin among what is kept. */
export function keepBytes(at: usize, length: usize): i32 {
  const begin = keptBytes;
  memory.copy(KEPT + begin, at, length);
  keptBytes += length;
  return <i32>begin;
}
