import { exactTexts, type PatternWay, waysOf } from '../../match/dialects/eventbridge/access.ts';
import { envelopeOf } from '../../match/dialects/eventbridge/envelope.ts';
import { type PatternField, pathText } from '../../match/dialects/eventbridge/pattern.ts';
import { RECORD_FIELDS } from '../catalogue/record-fields.ts';
import type { LoadedRule } from '../compile-rule.ts';
import { nearest } from '../nearest.ts';
import type { Remark } from './finding.ts';
import { eventSourceOf } from './in-sigma.ts';
import { leavesOf } from './leaves.ts';
import type { RuleText } from './rule-text.ts';

/** Event patterns that ask for an envelope which no record is ever delivered in, each mistake once. */
export function lintEnvelope({ compiled }: LoadedRule, text: RuleText): Remark[] {
  const patterns = leavesOf(compiled.condition).flatMap((leaf) => (leaf.dialect === 'eventbridge' ? leaf.pattern : []));
  const found = patterns.flatMap(waysOf).flatMap((way) => [...strangers(way), ...(misfit(way) ?? [])]);
  const remarks = new Map(found.map((mistake) => [mistake.message, mistake]));
  return [...remarks.values()].map(({ at: [field, value], ...told }) => ({
    severity: 'error',
    ...text.placeOfTest(field, value),
    ...told,
  }));
}

interface Mistake {
  readonly at: readonly [field: string, value?: string];
  readonly message: string;
  readonly hint: string;
}

/** The kinds of records, as far as the envelope differs. */
const KINDS = [
  { eventType: 'AwsApiCall' },
  { eventType: 'AwsConsoleSignIn' },
  { eventType: 'AwsServiceEvent' },
  { eventCategory: 'Insight' },
] as const;
const DETAIL_TYPES: readonly string[] = KINDS.map((kind) => String(envelopeOf(kind)['detail-type']));
const KEYS: readonly string[] = Object.keys(
  envelopeOf({ eventSource: 'iam.amazonaws.com', recipientAccountId: '123456789012', eventTime: '', awsRegion: '' }),
);

/** Fields that are not there: outside of `detail`, or what only Sigma and CloudWatch rules can ask for. */
function strangers({ record, envelope = [] }: PatternWay): Mistake[] {
  const derived = record.filter(({ path }) => path[0] === 'derived').map((field) => pathText(field.path));
  return [
    ...derived.map((name) => ({
      at: [name] as const,
      message: `an event pattern sees the record only, and "${name}" is computed`,
      hint: 'Ask for it in a detection: a selection may hold the pattern, { eventbridge: … }',
    })),
    ...envelope.flatMap((field) => stranger(field) ?? []),
  ];
}

function stranger({ path, tests }: PatternField): Mistake | undefined {
  const [key = ''] = path;
  // What is not there is what such a test asks for.
  if (tests.some((test) => test.op === 'exists' && !test.value)) return undefined;
  if (key === 'resources') {
    return {
      at: [key],
      message: 'the envelope of a record has no resources',
      hint: 'Ask for those of the record: { detail: { resources: { ARN: [ … ] } } }',
    };
  }
  if (KEYS.includes(key)) return undefined;
  return {
    at: [key],
    message: `"${key}" stands beside the envelope, where no event has it`,
    hint: RECORD_FIELDS.has(key) ? 'Put it under detail' : `There are: ${KEYS.join(', ')}`,
  };
}

/** A `detail-type` and a `source` that no record has, or not together, or not with the eventSource. */
function misfit({ record, envelope = [] }: PatternWay): Mistake[] | undefined {
  const types = textsAt(envelope, 'detail-type');
  if (types !== undefined && !types.some((type) => DETAIL_TYPES.includes(type))) {
    return types.map((type) => ({
      at: ['detail-type', type],
      message: `no record has the detail-type "${type}"`,
      hint: nearType(type),
    }));
  }
  const sources = textsAt(envelope, 'source');
  if (sources === undefined) return undefined;
  const [first = ''] = sources;
  const strange = sources.filter((source) => !source.startsWith('aws.'));
  if (strange.length === sources.length) {
    const message = `no record has the source "${first}"`;
    return [{ at: ['source', first], message, hint: 'CloudTrail records have one like aws.iam' }];
  }
  const written = textsAt(record, 'eventSource');
  const eventSources = written ?? sources.map((source) => eventSourceOf(source) ?? 'cloudtrail.amazonaws.com');
  const envelopes = eventSources.flatMap((eventSource) => KINDS.map((kind) => envelopeOf({ eventSource, ...kind })));
  const fits = envelopes.filter(({ 'detail-type': type }) => types?.includes(String(type)) ?? true);
  if (fits.some(({ source }) => sources.includes(String(source)))) return undefined;
  const real = [...new Set(fits.map(({ source }) => String(source)))].filter((source) => source !== 'aws.cloudtrail');
  const beside = written === undefined ? `detail-type "${types?.join(', ')}"` : `eventSource ${written.join(', ')}`;
  const message = `no record has the source ${sources.join(', ')} with the ${beside}`;
  return [{ at: ['source', first], message, hint: `It comes with ${real.join(', ') || 'aws.cloudtrail'}` }];
}

function textsAt(fields: readonly PatternField[], path: string): readonly string[] | undefined {
  const field = fields.find((asked) => pathText(asked.path) === path);
  return field === undefined ? undefined : exactTexts(field);
}

function nearType(type: string): string {
  const near = nearest(type, DETAIL_TYPES);
  return near === undefined ? `There are: ${DETAIL_TYPES.join('; ')}` : `Did you mean "${near}"?`;
}
