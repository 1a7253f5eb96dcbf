import { readTime } from '../../record/event-time.ts';
import type { TimePart } from '../condition.ts';
import { FieldValues } from '../field-values.ts';

const DAY_MS = 86_400_000;

/** The part of each time that a field holds, as numbers; what is no time has none. */
export const timeParts = (field: FieldValues, part: TimePart): FieldValues => {
  const times = field.texts.map(readTime).filter((time) => time !== undefined);
  return new FieldValues(
    times.length > 0,
    times.map((time) => partOf(new Date(time), part)),
  );
};

/** In UTC, as CloudTrail's own times are. Days and months count from 1. */
function partOf(time: Date, part: TimePart): number {
  switch (part) {
    case 'minute':
      return time.getUTCMinutes();
    case 'hour':
      return time.getUTCHours();
    case 'day':
      return time.getUTCDate();
    case 'week':
      return isoWeek(time);
    case 'month':
      return time.getUTCMonth() + 1;
    case 'year':
      return time.getUTCFullYear();
    default:
      return part satisfies never;
  }
}

/** ISO 8601: weeks begin on Monday, and the week with the year's first Thursday is the first. */
function isoWeek(time: Date): number {
  const day = (time.getUTCDay() + 6) % 7;
  const thursday = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate() - day + 3);
  const firstDay = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.floor((thursday - firstDay) / DAY_MS / 7) + 1;
}
