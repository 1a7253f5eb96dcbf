import type { JsonObject } from '../json.ts';
import type { MemoryTest } from './correlation-schema.ts';
import { milliseconds } from './rule-schema.ts';
import { type BaseEvents, type EventOfTest, testEvent } from './test-event.ts';

/** An event of a test, when it happened and when it is delivered, milliseconds since 1970. */
export interface Delivery {
  readonly event: JsonObject;
  readonly time: number;
  readonly at: number;
}

export type Deliveries =
  | { readonly ok: true; readonly deliveries: readonly Delivery[] }
  | { readonly ok: false; readonly problem: string };

/** A test begins at midnight on a Monday, UTC. */
const START = Date.UTC(2026, 0, 5);

/** The events of a test in the order in which they are delivered. Each is an event of its own, unless it names its eventID. */
export function deliveriesOf({ events }: MemoryTest, bases: BaseEvents): Deliveries {
  const deliveries: Delivery[] = [];
  for (const step of events) {
    const made = testEvent(step, bases);
    if (!made.ok) return made;
    const named = namesItself(step);
    for (let i = 0; i < (step.times ?? 1); i++) {
      const time = START + offset(step.at) + i * offset(step.every);
      const id = named ? {} : { eventID: `test-${deliveries.length + 1}` };
      const event = { ...made.event, ...id, eventTime: new Date(time).toISOString() };
      deliveries.push({ event, time, at: time + offset(step.delay) });
    }
  }
  return { ok: true, deliveries: deliveries.sort((a, b) => a.at - b.at) };
}

const offset = (duration: string | undefined): number => (duration === undefined ? 0 : milliseconds(duration));

/** A sample has an eventID of its own; repeats of it would be one event. */
const namesItself = ({ event = {}, patch = {} }: EventOfTest): boolean =>
  Object.hasOwn(event, 'eventID') || Object.hasOwn(patch, 'eventID');
