import { Scalar, visit } from 'yaml';
import type { Remark } from './finding.ts';
import type { RuleText } from './rule-text.ts';

/**
 * Account ids without quotes: for YAML they are numbers, which lose leading zeros in most tools, and 012345678901 is an
 * account.
 */
export function lintAccountIds(text: RuleText): Remark[] {
  const remarks: Remark[] = [];
  visit(text.document.document, {
    Scalar: (_key, node) => {
      if (node.type !== Scalar.PLAIN || !/^\d{12}$/.test(node.source ?? '')) return;
      remarks.push({
        severity: 'warning',
        ...text.place(node),
        message: `the account id ${node.source} is written as a number`,
        hint: `Write it in quotes: "${node.source}"`,
      });
    },
  });
  return remarks;
}
