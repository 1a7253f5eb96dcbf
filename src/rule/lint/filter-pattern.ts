import { isScalar } from 'yaml';
import { lintFilterPattern } from '../../match/dialects/cloudwatch/lint.ts';
import { parseFilterPattern } from '../../match/dialects/cloudwatch/parse.ts';
import type { Remark } from './finding.ts';
import type { RuleText } from './rule-text.ts';

/** The known mistakes of published CloudWatch Logs patterns. */
export function lintPastedPattern(text: RuleText): Remark[] {
  const node = text.node('cloudwatch');
  if (!isScalar(node) || typeof node.value !== 'string') return [];
  const parsed = parseFilterPattern(node.value);
  if (!parsed.ok) return [];
  return lintFilterPattern(node.value, parsed.condition).map(({ offset = 0, message, hint }) => {
    const { file: _file, ...placed } = text.document.errorWithin(node, offset, message, hint);
    return { ...placed, severity: 'warning' };
  });
}
