import type { Alert } from '../alert/alert.ts';

/** What a scan tells while it reads. */
export type ScanEvent =
  | { readonly kind: 'alert'; readonly alert: Alert; readonly file: string }
  | {
      readonly kind: 'refused';
      readonly file: string;
      readonly place: string;
      readonly reason: string;
      readonly detail: string;
    };

export interface ScanTotals {
  files: number;
  bytes: number;
  records: number;
  matches: number;
  alerts: number;
  silenced: number;
  refused: number;
}

export const noTotals = (): ScanTotals => ({
  files: 0,
  bytes: 0,
  records: 0,
  matches: 0,
  alerts: 0,
  silenced: 0,
  refused: 0,
});
