import type { JsonObject } from '../json.ts';
import { envelopeOf, hasDetail } from './dialects/eventbridge/envelope.ts';
import type { EventPattern } from './dialects/eventbridge/pattern.ts';

/** What an event pattern is asked of: a pattern with an envelope of the event, one without of the bare record. */
export const patternEvent = (pattern: EventPattern, raw: JsonObject): JsonObject =>
  hasDetail(pattern) ? envelopeOf(raw) : raw;
