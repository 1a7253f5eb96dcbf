import type { JsonObject } from '../../src/json.ts';
import type { Rule } from './dialects.ts';

/**
 * Pairs that show nothing but a mistake that is known and not yet mended: they are not asked again, so that a search finds
 * the next one. Each has its file in found/, with `open`; both go together when it is mended.
 */
export function isKnown({ source }: Rule, record: JsonObject): boolean {
  // sigma-question-mark-emoji
  const oddCharacter = /[\u{10000}-\u{10ffff}]/u.test(JSON.stringify(record));
  return 'detection' in source && oddCharacter && JSON.stringify(source).includes('?');
}
