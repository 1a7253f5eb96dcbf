import { ok } from '../errors.ts';
import type { QuietWindows } from '../ports.ts';

interface Window {
  readonly holder: string;
  readonly from: number;
  readonly until: number;
  readonly before: { readonly count: number; readonly from: number };
  silenced: number;
  watched: boolean;
  /** What a summary has told. */
  told: number;
}

/** Quiet windows in this process; aws/dynamo-quiet.ts draws what a window is. */
export function memoryQuietWindows(): QuietWindows {
  const windows = new Map<string, Window>();
  return {
    async ask({ key, alertId, at, quietMs }) {
      const open = windows.get(key);
      if (open === undefined || open.until <= at || open.from > at + quietMs) {
        const before = { count: open === undefined ? 0 : open.silenced - open.told, from: open?.from ?? at };
        windows.set(key, {
          holder: alertId,
          from: at,
          until: at + quietMs,
          before,
          silenced: 0,
          watched: false,
          told: 0,
        });
        return ok({ speak: true, before });
      }
      if (open.holder === alertId) return ok({ speak: true, before: open.before });
      open.silenced++;
      const { silenced: count, holder, from, watched } = open;
      return ok({ speak: false, count, holder, from, watched });
    },
    async watch(key, holder) {
      const open = windows.get(key);
      if (open?.holder === holder) open.watched = true;
      return ok(undefined);
    },
    async sumUp(key, holder) {
      const open = windows.get(key);
      if (open?.holder !== holder) return ok(0);
      open.told = open.silenced;
      return ok(open.silenced);
    },
  };
}
