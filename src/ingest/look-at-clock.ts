import type { AnnouncePorts } from '../deliver/announce.ts';
import { announceFound } from '../deliver/announce-episode.ts';
import type { Failure } from '../errors.ts';
import { wakeUp } from '../memory/clock.ts';
import type { MemoryRules } from '../memory/memory-rules.ts';
import type { Memory } from '../ports.ts';

export interface ClockPorts extends AnnouncePorts {
  readonly memoryRules: MemoryRules;
  readonly memory: Memory;
}

/** What time alone brings: episodes that end, windows that are complete, events that stay away. */
export const lookAtClock = (ports: ClockPorts): Promise<readonly Failure[]> =>
  wakeUp(ports.memoryRules, ports, (remembered) => announceFound(remembered, ports));
