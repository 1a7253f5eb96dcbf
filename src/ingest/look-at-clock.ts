import type { AnnouncePorts } from '../deliver/announce.ts';
import { announceFound } from '../deliver/announce-episode.ts';
import { sumUpWindows } from '../deliver/quiet-summary.ts';
import type { Failure } from '../errors.ts';
import { wakeUp } from '../memory/clock.ts';
import type { MemoryRules } from '../memory/memory-rules.ts';
import type { TimeLeft } from '../ports.ts';

export interface ClockPorts extends AnnouncePorts {
  readonly memoryRules: MemoryRules;
}

/**
 * What time alone brings: episodes that end, windows that are complete, events that stay away; and quiet windows that are
 * over. One does not stop the other.
 */
export async function lookAtClock(
  ports: ClockPorts,
  left: TimeLeft = () => Number.POSITIVE_INFINITY,
): Promise<readonly Failure[]> {
  const woken = await wakeUp(ports.memoryRules, ports, (remembered) => announceFound(remembered, ports));
  return [...woken, ...(await sumUpWindows(ports, left))];
}
