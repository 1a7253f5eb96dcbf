// Lists and objects that the walk passed over. Of the rest of a record it knows that it is JSON.
import { MAX_PASSED, PASSED } from './layout';

/** Those of the window; of some more than there is room for nothing is known. */
export let passedCount: u32 = 0;

export function clearPassed(): void {
  passedCount = 0;
}

/** Places count from the window's begin. */
export function notePassed(begin: usize, end: usize): void {
  if (passedCount < MAX_PASSED) {
    store<u32>(PASSED + ((<usize>passedCount) << 3), <u32>begin);
    store<u32>(PASSED + ((<usize>passedCount) << 3), <u32>end, 4);
  }
  passedCount++;
}

export function passedBegin(nth: u32): usize {
  return load<u32>(PASSED + ((<usize>nth) << 3));
}

export function passedEnd(nth: u32): usize {
  return load<u32>(PASSED + ((<usize>nth) << 3), 4);
}
