import { ATTACK_VERSION, tactics } from './attack.ts';
import type { Coverage, Covered } from './coverage.ts';
import { escapeHtml } from './html-report.ts';

/** `trailhound rules --coverage --format html`: one page without scripts or anything from elsewhere. */
export const coveragePage = ({ cis, attack, services }: Coverage): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Trailhound: what the rules cover</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>${STYLE}</style></head><body>
<h1>What the rules cover</h1>
${section('CIS AWS Foundations', cis)}
${matrix(attack)}
${section('Services', services)}
</body></html>`;

const STYLE = `body{font:15px/1.5 system-ui,sans-serif;margin:2rem;color:#1b1f24}table{border-collapse:collapse;margin:1rem 0}
td,th{text-align:left;padding:.3rem .8rem .3rem 0;vertical-align:top;border-bottom:1px solid #d8dee4}.none td{color:#a40e26}
.matrix{display:flex;gap:.4rem;align-items:flex-start;overflow-x:auto;font-size:12px}.matrix>div{min-width:8rem;flex:1}
h3{font-size:12px;margin:.2rem 0}details{padding:.3rem;margin:.2rem 0;border-radius:3px;color:#1b1f24;overflow-wrap:anywhere}
.n1{background:#ddeeff}.n2{background:#b6daff}.n3{background:#80c0ff}.n4{background:#54aeff}
@media(prefers-color-scheme:dark){body{background:#0d1117;color:#e6edf3}td,th{border-color:#30363d}.none td{color:#ff7b72}}`;

/** ATT&CK as people know it: a column for each tactic, the darker the more rules. */
function matrix(attack: readonly Covered[]): string {
  const columns = tactics.map((tactic) => {
    const cells = attack.filter(({ what }) => what.startsWith(`${tactic} `)).map((covered) => cell(covered, tactic));
    return cells.length === 0 ? '' : `<div><h3>${tactic}</h3>${cells.join('')}</div>`;
  });
  return `<h2>ATT&amp;CK, version ${ATTACK_VERSION}</h2><div class="matrix">${columns.join('')}</div>`;
}

const cell = ({ what, rules }: Covered, tactic: string): string =>
  `<details class="n${Math.min(4, rules.length)}"><summary>${escapeHtml(what.slice(tactic.length + 1))} · ${rules.length}</summary>` +
  `${escapeHtml(rules.join(', '))}</details>`;

const section = (title: string, covered: readonly Covered[]): string =>
  `<h2>${escapeHtml(title)}</h2><table>${covered.map(row).join('\n')}</table>`;

const row = ({ what, rules }: Covered): string =>
  `<tr${rules.length === 0 ? ' class="none"' : ''}><td>${escapeHtml(what)}</td><td>${rules.length}</td>` +
  `<td>${escapeHtml(rules.length === 0 ? 'no rule' : rules.join(', '))}</td></tr>`;
