import type { Coverage, Covered } from './coverage.ts';
import { escapeHtml } from './html-report.ts';

/** `trailhound rules --coverage --format html`: one page without scripts or anything from elsewhere. */
export const coveragePage = ({ cis, attack, services }: Coverage): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Trailhound: what the rules cover</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<h1>What the rules cover</h1>
${section('CIS AWS Foundations', cis)}
${section('ATT&CK', attack)}
${section('Services', services)}
</body></html>`;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#1b1f24}table{border-collapse:collapse;margin:1rem 0}
td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top;border-bottom:1px solid #d8dee4}.none td{color:#a40e26}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}td,th{border-color:#30363d}.none td{color:#ff7b72}}`;

const section = (title: string, covered: readonly Covered[]): string =>
  `<h2>${escapeHtml(title)}</h2><table>${covered.map(row).join('\n')}</table>`;

const row = ({ what, rules }: Covered): string =>
  `<tr${rules.length === 0 ? ' class="none"' : ''}><td>${escapeHtml(what)}</td><td>${rules.length}</td>` +
  `<td>${escapeHtml(rules.length === 0 ? 'no rule' : rules.join(', '))}</td></tr>`;
