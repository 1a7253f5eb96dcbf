import { baselineDetector } from './baseline/detector.ts';
import type { Detector } from './detector.ts';
import { firstSeenDetector } from './first-seen/detector.ts';
import type { MemorySpec } from './memory-rule.ts';
import { windowDetector } from './windows/detector.ts';

/** The detector of a type of rule. Its state is JSON that only it can read, so its type ends here. */
export function detectorFor(spec: MemorySpec): Detector<unknown> {
  switch (spec.type) {
    case 'first_seen':
      return firstSeenDetector(spec);
    case 'baseline':
      return baselineDetector(spec);
    default:
      return windowDetector(spec);
  }
}
