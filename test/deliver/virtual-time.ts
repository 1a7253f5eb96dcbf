/** A clock that stands still until everybody sleeps, and then goes on to the next who wakes. */
export function virtualTime(start = Date.UTC(2026, 10, 20, 14)) {
  let now = start;
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const sleep = (ms: number): Promise<void> =>
    new Promise((wake) => void sleepers.push({ at: now + Math.max(ms, 0), wake }));
  return {
    clock: { now: () => now },
    sleep,
    /** Seconds since the start. */
    seconds: () => (now - start) / 1000,
    pass: (ms: number) => void (now += ms),
    /** Until the work is done; fails where everybody waits for something that is not time. */
    async run<T>(work: Promise<T>): Promise<T> {
      const state = { done: false };
      const finished = work.finally(() => void (state.done = true));
      for (let idle = 0; idle < 100; ) {
        await new Promise((turn) => void setImmediate(turn));
        if (state.done) return finished;
        sleepers.sort((a, b) => a.at - b.at);
        const next = sleepers.shift();
        idle = next === undefined ? idle + 1 : 0;
        if (next !== undefined) {
          now = Math.max(now, next.at);
          next.wake();
        }
      }
      throw new Error('nobody goes on');
    },
  };
}
