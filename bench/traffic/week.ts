import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DAY, MINUTE, START, seeded } from '../baseline-traffic.ts';
import { analysts } from './analyst.ts';
import { Day, HOUR } from './chance.ts';
import { deployment } from './deployment.ts';
import { monitoring } from './monitoring.ts';
import { people } from './people.ts';
import { functions, instances } from './programs.ts';
import { type Role, Writer } from './record.ts';
import { scanner } from './scanner.ts';
import { backup, services } from './services.ts';
import { terraform } from './terraform.ts';
import { users } from './users.ts';

/** Everybody who calls; an event's id begins with the place of its role in this list. */
export const ROLES: readonly Role[] = [
  people,
  users,
  deployment,
  terraform,
  functions,
  instances,
  scanner,
  backup,
  services,
  analysts,
  monitoring,
];

/** Whose event an id is of. */
export const roleOf = (eventId: string): string => ROLES[Number.parseInt(eventId.slice(0, 1), 16)]?.name ?? 'nobody';

/**
 * Writes days of traffic as log files, one an hour. CloudTrail delivers two to fifteen minutes late and in no order, so
 * that an event stands in the file of the hour in which it came. Gives the records of each role on each day.
 */
export function* writeDays(
  folder: string,
  days: number,
  seed: number,
): Generator<[day: number, role: string, records: number]> {
  let waiting: Arriving[] = [];
  for (let number = 0; number < days; number++) {
    const start = START + number * DAY;
    const delays = new Day(START, number, seeded(seed * 1_000 + number));
    for (const [i, role] of ROLES.entries()) {
      const day = new Day(START, number, seeded(seed * 1_000_000 + i * 1_000 + number));
      const made = [...role.day(day, new Writer(day, i))];
      for (const { time, record } of made)
        waiting.push({ record, arrives: Math.max(start, time + delays.real(2, 15) * MINUTE) });
      yield [number, role.name, made.length];
    }
    waiting.sort((a, b) => a.arrives - b.arrives);
    const isLast = number === days - 1;
    const due = isLast ? waiting.length : waiting.findIndex(({ arrives }) => arrives >= start + DAY);
    writeHours(folder, waiting.splice(0, due === -1 ? waiting.length : due));
  }
}

interface Arriving {
  readonly record: object;
  readonly arrives: number;
}

function writeHours(folder: string, arriving: readonly Arriving[]): void {
  const hours = new Map<number, object[]>();
  for (const { record, arrives } of arriving) {
    const hour = Math.floor((arrives - START) / HOUR);
    const known = hours.get(hour);
    if (known === undefined) hours.set(hour, [record]);
    else known.push(record);
  }
  for (const [hour, Records] of hours) {
    const file = join(folder, `${String(hour).padStart(5, '0')}.json.gz`);
    writeFileSync(file, gzipSync(JSON.stringify({ Records }), { level: 1 }));
  }
}
