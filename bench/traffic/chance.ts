import { DAY, MINUTE, type Random } from '../baseline-traffic.ts';

export const SECOND = 1000;
export const HOUR = 60 * MINUTE;

/** One day of the traffic, with chance of its own, so that a change of one role leaves the others as they were. */
export class Day {
  readonly start: number;
  /** From 0, which is the first day that is made. */
  readonly number: number;
  readonly #random: Random;

  constructor(first: number, number: number, random: Random) {
    this.start = first + number * DAY;
    this.number = number;
    this.#random = random;
  }

  /** 0 is Monday. */
  get weekday(): number {
    return (new Date(this.start).getUTCDay() + 6) % 7;
  }

  get isWorkday(): boolean {
    return this.weekday < 5;
  }

  at(hour: number, minute = 0): number {
    return this.start + hour * HOUR + minute * MINUTE;
  }

  /** A moment between two hours. */
  between(from: number, until: number): number {
    return this.start + this.real(from, until) * HOUR;
  }

  real(from: number, until: number): number {
    return from + this.#random() * (until - from);
  }

  /** A whole number, both ends included. */
  int(from: number, until: number): number {
    return Math.floor(this.real(from, until + 1));
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.#random() * list.length)] as T;
  }

  /** Random hexadecimal digits, or others. */
  digits(count: number, of = '0123456789abcdef'): string {
    return Array.from({ length: count }, () => of[Math.floor(this.#random() * of.length)]).join('');
  }

  uuid(first: string): string {
    return `${first}${this.digits(7)}-${this.digits(4)}-4${this.digits(3)}-a${this.digits(3)}-${this.digits(12)}`;
  }

  /** Moments of the day, about so far apart. */
  *every(minutes: number, from = 0, until = 24): Generator<number> {
    for (let at = this.at(from) + this.real(0, minutes) * MINUTE; at < this.at(until); at += minutes * MINUTE)
      yield at + this.real(-0.2, 0.2) * minutes * MINUTE;
  }
}
