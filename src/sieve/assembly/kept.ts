// The JSON of records that somebody may ask for when the window is gone: it lies together, so that one copy takes all of it.
import { KEPT } from './layout';
import { isJson } from './valid';
import { windowBase } from './walk';

/** Bytes that are kept of the window. No record is kept twice, so there is room for all. */
export let keptBytes: usize = 0;

export function clearKept(): void {
  keptBytes = 0;
}

/** Keeps a record of the window if it is JSON; gives where it begins among what is kept, -1 where it is none. */
export function keep(begin: usize, end: usize): i32 {
  if (!isJson(begin, end)) return -1;
  memory.copy(KEPT + keptBytes, windowBase() + begin, end - begin);
  keptBytes += end - begin;
  return <i32>(keptBytes - (end - begin));
}
