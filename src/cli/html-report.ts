import { type Alert } from '../alert/alert.ts';
import { LEVELS, type Level } from '../match/level.ts';
import type { ScanTotals } from '../scan/scan-event.ts';
import { printable } from './paint.ts';

/** `trailhound scan --format html`: one page without scripts or anything from elsewhere, to keep or to send. */
export function htmlReport(alerts: readonly Alert[], totals: ScanTotals): string {
  const levels = LEVELS.toReversed().map((level) => ({
    level,
    count: alerts.filter(({ rule }) => rule.level === level).length,
  }));
  const most = Math.max(1, ...levels.map(({ count }) => count));
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Trailhound: ${alerts.length} alerts</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<h1>${alerts.length} alerts</h1>
<p>${totals.records} records in ${totals.files} files; ${totals.silenced} repeats kept quiet; ${totals.refused} values could not be read.</p>
<table class="bars">${levels.map(({ level, count }) => bar(level, count, most)).join('')}</table>
<table><thead><tr><th>Time</th><th>Level</th><th>What</th><th>Who</th><th>Where</th><th>From</th></tr></thead>
<tbody>${alerts.map(row).join('\n')}</tbody></table>
</body></html>`;
}

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#1b1f24}table{border-collapse:collapse;margin:1rem 0}
td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top;border-bottom:1px solid #d8dee4}
.bars td{border:0;padding:.1rem .5rem}.bars i{display:block;height:1rem;border-radius:2px}
.critical{background:#a40e26;color:#fff}.high{background:#d1242f;color:#fff}.medium{background:#bf8700;color:#fff}.low{background:#0969da;color:#fff}
.informational{background:#6e7781;color:#fff}td span{padding:.1rem .4rem;border-radius:3px}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}td,th{border-color:#30363d}}`;

const bar = (level: Level, count: number, most: number): string =>
  `<tr><td>${level}</td><td>${count}</td><td style="width:20rem"><i class="${level}" style="width:${(100 * count) / most}%"></i></td></tr>`;

const row = ({ event, rule, title, actor, from }: Alert): string =>
  `<tr><td>${escapeHtml(event.time ?? '–')}</td><td><span class="${rule.level}">${rule.level}</span></td>` +
  [title, actor.name, `${event.account} ${event.region}`, from.address]
    .map((text) => `<td>${escapeHtml(text)}</td>`)
    .join('') +
  '</tr>';

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

export const escapeHtml = (text: string): string =>
  printable(text).replaceAll(/[&<>"']/g, (char) => ENTITIES.get(char) ?? char);
