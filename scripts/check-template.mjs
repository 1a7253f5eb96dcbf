// Checks the packaged CloudFormation template: `npx osls package && node scripts/check-template.mjs [template.json]`.
// Prints what it finds; ends with 1 where CloudFormation would refuse the template.
import { existsSync } from 'node:fs';
import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';

const REFUSED = new Set(['FATAL', 'ERROR']);

// Right about the template, and meant so. Parameters of osls are constants once the template is packaged, so that every
// condition compares two constants; most of these follow from that.
const MEANT = [
  'W8003', // a condition is always true or false
  'W9053', // two conditions are always equal
  'W1028', // the other side of an Fn::If is never reached
  'W1001', // a reference to what is not made (inside that other side)
  'W2503', // the same, seen from the conditions
  'W9003', // a number given as text: parameters of osls are text
  'W9002', // an ARN written out: of a log group that is not ours
  'W3005', // a DependsOn too many, written by osls
];

const path = process.argv[2] ?? '.serverless/cloudformation-template-update-stack.json';
if (!existsSync(path)) {
  console.error(`${path} is missing: run "npx osls package --stage prod" first`);
  process.exit(2);
}

const engine = new RegoEngine();
let report;
try {
  report = engine.validateStandard(new TemplateFile(path), { severityLevel: 'WARN', exclude: { ids: MEANT } });
} finally {
  engine.free();
}

const rows = report.diagnostics.map(({ severity, ruleId, entity, propertyPath, message }) => [
  severity,
  ruleId,
  [entity?.logicalId, propertyPath].filter(Boolean).join(' '),
  message,
]);
const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column].length)));
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));

const refused = rows.filter(([severity]) => REFUSED.has(severity)).length;
// ANALYSIS_INCOMPLETE may leave findings out, so it is no proof that the template is good.
const bad = refused > 0 || report.status !== 'OK';
console.log(
  bad
    ? `${path}: errors: ${refused}, status ${report.status}`
    : `${path}: no errors, ${rows.length === 0 ? 'no warnings' : `warnings: ${rows.length}`}`,
);
process.exitCode = bad ? 1 : 0;
