import * as fc from 'fast-check';
import { readTime, writtenTime } from '../../src/record/event-time.ts';

/** A time that stands in the middle of other bytes. */
function timeIn(text: string): number | undefined {
  const bytes = Buffer.from(`"${text}"`);
  return writtenTime(bytes, 1, bytes.length - 1);
}

test.each(['2026-11-20T14:03:22Z', '2024-02-29T23:59:59Z', '1970-01-01T00:00:00Z', '9999-12-31T00:00:00Z'])(
  '%s is read from its bytes',
  (text) => {
    expect(timeIn(text)).toBe(Date.parse(text));
  },
);

test.each([
  '2026-11-20T14:03:22z',
  '2026-11-20 14:03:22Z',
  '2026-11-20T14:03:22.5Z',
  '2026-02-30T00:00:00Z',
  '2023-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-11-00T00:00:00Z',
  '2026-11-20T24:00:00Z',
  '2026-11-20T23:60:00Z',
  '0026-11-20T14:03:22Z',
  '2026-11-2\u0660T14:03:22Z',
  '2026-11-20T14:03:2/Z',
  '2026-11-20T14:03:2:Z',
  '',
])('hostile: %j is left to readTime', (text) => {
  expect(timeIn(text)).toBeUndefined();
});

test('whatever it reads, readTime reads as the same', () => {
  const two = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, '0'));
  fc.assert(
    fc.property(fc.array(two, { minLength: 7, maxLength: 7 }), ([century, year, month, day, hour, minute, second]) => {
      const text = `${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
      const time = timeIn(text);
      expect(time === undefined || time === readTime(text)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 253_402_300_799 }), (seconds) => {
      const text = `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
      expect(timeIn(text)).toBe(seconds * 1000);
    }),
  );
});
