import { ok } from '../errors.ts';
import type { QuietWindows } from '../ports.ts';

interface Window {
  readonly holder: string;
  readonly from: number;
  readonly until: number;
  readonly before: { readonly count: number; readonly from: number };
  silenced: number;
}

/** Quiet windows in this process; aws/dynamo-quiet.ts draws what a window is. */
export function memoryQuietWindows(): QuietWindows {
  const windows = new Map<string, Window>();
  return {
    async ask({ key, alertId, at, quietMs }) {
      const open = windows.get(key);
      if (open === undefined || open.until <= at || open.from > at + quietMs) {
        const before = { count: open?.silenced ?? 0, from: open?.from ?? at };
        windows.set(key, { holder: alertId, from: at, until: at + quietMs, before, silenced: 0 });
        return ok({ speak: true, before });
      }
      if (open.holder === alertId) return ok({ speak: true, before: open.before });
      open.silenced++;
      return ok({ speak: false, count: open.silenced, holder: open.holder, from: open.from });
    },
  };
}
