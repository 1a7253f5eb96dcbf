import { type JsonObject, own } from '../json.ts';

/**
 * When the event happened, in milliseconds since 1970. S3 deliveries always write `2026-11-20T14:03:22Z`; exports of other
 * tools write a blank for the T, nanoseconds, an offset, an epoch number, or only `@timestamp`.
 */
export function eventTimeOf(raw: JsonObject): number | undefined {
  for (const field of ['eventTime', '@timestamp', 'eventStartTime']) {
    const time = readTime(own(raw, field));
    if (time !== undefined) return time;
  }
  return undefined;
}

const DATE_TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/;
/** What CloudTrail writes. */
const WRITTEN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const EPOCH = /^\d{9,11}(?:\.\d+)?$/;

/** Milliseconds since 1970 of a time in any of the forms that records hold; undefined for anything else. */
export function readTime(value: unknown): number | undefined {
  if (typeof value === 'number') return epoch(value);
  if (typeof value !== 'string' || value.length > 40) return undefined;
  if (WRITTEN.test(value)) return parsed(value);
  if (EPOCH.test(value)) return epoch(Number(value));
  const parts = DATE_TIME.exec(value);
  if (parts === null) return undefined;
  const [, date, time, fraction = '', zone = 'Z'] = parts;
  const millis = fraction.padEnd(3, '0').slice(0, 3);
  const offset = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
  return parsed(`${date}T${time}.${millis}${offset}`);
}

/**
 * The time that bytes hold in the form that CloudTrail writes, `2026-11-20T14:03:22Z`; undefined where they hold anything
 * else, which `readTime` may understand.
 */
export function writtenTime(bytes: Uint8Array, begin: number, end: number): number | undefined {
  if (end - begin !== FORM.length) return undefined;
  for (let at = 0; at < FORM.length; at++) {
    const byte = bytes[begin + at] as number;
    const sign = FORM[at];
    if (sign === DIGIT ? byte < ZERO || byte > NINE : byte !== sign) return undefined;
  }
  const two = (at: number): number =>
    ((bytes[begin + at] as number) - ZERO) * 10 + (bytes[begin + at + 1] as number) - ZERO;
  const year = two(0) * 100 + two(2);
  const month = two(5);
  const day = two(8);
  const hour = two(11);
  const minute = two(14);
  const second = two(17);
  // Date.UTC makes something of every number: of the 13th month, of the year 26 in another century.
  const isTime = year > 99 && month > 0 && month < 13 && day > 0 && hour < 24 && minute < 60 && second < 60;
  const time = Date.UTC(year, month - 1, day, hour, minute, second);
  return isTime && (day < 29 || new Date(time).getUTCDate() === day) ? time : undefined;
}

const DIGIT = 'd'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);
const FORM = Buffer.from('dddd-dd-ddTdd:dd:ddZ');

function parsed(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

/** The last millisecond of the year 9999: with a later one, what JSON and SQL write for a time has another form, or none. */
const LATEST = 253_402_300_799_999;

/** Seconds, unless it is too large to be seconds before the year 5138. */
function epoch(value: number): number | undefined {
  const millis = value > 1e11 ? value : value * 1000;
  return millis >= 0 && millis <= LATEST ? millis : undefined;
}
