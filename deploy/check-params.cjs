'use strict';

// Read by serverless.yml whenever a command resolves it. osls takes any --param without a word: a misspelt trailBucket
// would make a second, paid trail, and a bot token without a channel would make a Slack that is never told anything.

const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'];
const SWITCHES = ['fastPath', 'eventbridgeReadOnly', 'logSubscription', 'customerKey'];
// Set by serverless.yml itself, not by whoever deploys.
const OURS = ['handlers', 'table', 'alertTopic', 'textTopic', 'quarantine', 'slackQueues'];

module.exports = async ({ options, resolveVariable, resolveConfigurationProperty }) => {
  const known = Object.keys(await resolveConfigurationProperty(['params', 'default']));
  const values = new Map();
  for (const name of known.filter((name) => !OURS.includes(name))) {
    const value = await resolveVariable(`param:${name}`);
    // trailBucketOwner is a Ref until somebody gives an account.
    if (typeof value !== 'object') values.set(name, String(value));
  }
  const given = (options.param ?? []).map((item) => item.slice(0, item.indexOf('=')));
  const problems = [
    ...misspelt(given, known),
    ...contradictions(values, await resolveVariable('sls:stage')),
    ...illFormed(values),
  ];
  if (problems.length > 0) {
    const error = new Error(problems.join('\n'));
    // osls prints the stack; where in this file the error was made helps nobody.
    error.stack = `\n${problems.map((problem) => `  ${problem}`).join('\n')}\nSee docs/deploy.md.`;
    throw error;
  }
  return 'checked';
};

function misspelt(given, known) {
  const names = known.filter((name) => !OURS.includes(name));
  return given
    .filter((name) => !known.includes(name))
    .map((name) => `there is no parameter "${name}"; there are ${names.join(', ')}`);
}

function contradictions(values, stage) {
  const has = (name) => values.get(name) !== '';
  const problems = [];
  for (const name of ['trailTopicArn', 'trailPrefix']) {
    if (has(name) && !has('trailBucket')) problems.push(`${name} needs trailBucket: the bucket that it belongs to`);
  }
  if (has('slackWebhookParameter') && has('slackTokenParameter') && stage !== 'local') {
    problems.push('give slackWebhookParameter or slackTokenParameter, not both');
  }
  if (has('slackTokenParameter') !== has('slackChannel')) {
    problems.push('slackTokenParameter and slackChannel go together');
  }
  if (has('slackKmsKeyArn') && !has('slackWebhookParameter') && !has('slackTokenParameter')) {
    problems.push('slackKmsKeyArn needs the parameter that it encrypts: slackWebhookParameter or slackTokenParameter');
  }
  // The stage becomes part of a bucket's name; S3 allows 3 to 63 characters and no capitals.
  if (!has('trailBucket') && !/^[a-z0-9-]{1,30}$/.test(stage)) {
    problems.push(`stage "${stage}": at most 30 small letters, digits and hyphens`);
  }
  return problems;
}

function illFormed(values) {
  const rules = [
    ...SWITCHES.map((name) => [name, /^(true|false)$/, 'is true or false']),
    ['trailBucketOwner', /^\d{12}$/, 'is an account of twelve digits'],
    ['trailPrefix', /^(|[^/].*\/)$/, 'ends with a slash and does not begin with one, like "logs/"'],
    ['trailTopicArn', /^(|arn:[\w-]+:sns:[\w-]+:\d{12}:.+)$/, 'is the ARN of an SNS topic'],
    ['trailKmsKeyArn', /^(|arn:[\w-]+:kms:[\w-]+:\d{12}:key\/.+)$/, 'is the ARN of a KMS key, not of an alias'],
    ['slackKmsKeyArn', /^(|arn:[\w-]+:kms:[\w-]+:\d{12}:key\/.+)$/, 'is the ARN of a KMS key, not of an alias'],
    ['slackWebhookParameter', /^(|\/[\w./-]+)$/, 'is the name of an SSM parameter and begins with a slash'],
    ['slackTokenParameter', /^(|\/[\w./-]+)$/, 'is the name of an SSM parameter and begins with a slash'],
    ['trailRetentionDays', /^[1-9]\d{0,4}$/, 'is a number of days'],
    ['slackLevels', new RegExp(`^(${LEVELS.join('|')})(,(${LEVELS.join('|')}))*$`), `is a list of ${LEVELS.join(',')}`],
  ];
  return rules
    .filter(([name, pattern]) => values.has(name) && !pattern.test(values.get(name)))
    .map(([name, , expected]) => `${name} ${expected}, but was given as "${values.get(name)}"`);
}
