// Writes src/rule/catalogue/events.json: which service has which operations, from the public service models of botocore.
//
//   pip download botocore --no-deps -d <folder>     then unpack the wheel, and
//   node scripts/build-catalogue.mjs <folder>/botocore/data [record files…]
//
// Record files are only read to be compared: their pairs that the catalogue does not know are printed. A person decides
// whether such a pair is real and adds it, with a reason, to by-hand.json. Nothing of a record is written.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const OUT = 'src/rule/catalogue/events.json';
const BY_HAND = 'src/rule/catalogue/by-hand.json';
const SUFFIX = '.amazonaws.com';

/**
 * CloudTrail's source is the endpoint prefix or the signing name, and nothing public says which; so both count, except
 * where records or the service's own guide say it.
 */
const SOURCES = new Map([
  ['appstream', ['appstream']],
  ['detective', ['detective']],
  ['docdb', ['rds']],
  ['dynamodbstreams', ['dynamodb']],
  ['ecr', ['ecr']],
  ['ecr-public', ['ecr-public']],
  ['identitystore', ['identitystore', 'sso-directory']],
  ['location', ['geo']],
  ['lexv2-models', ['lex', 'lexv2', 'models-v2-lex']],
  ['lexv2-runtime', ['lex', 'lexv2', 'runtime-v2-lex']],
  ['memorydb', ['memorydb', 'memory-db']],
  ['mq', ['amazonmq']],
  ['neptune', ['rds']],
  ['pinpoint-email', ['ses']],
  ['s3control', ['s3', 's3-control']],
  ['sagemaker', ['sagemaker']],
  ['ses', ['ses']],
  ['sesv2', ['ses']],
  ['sso', ['sso']],
  ['sso-oidc', ['sso', 'sso-oauth']],
]);
/** Services that write the date of the API behind the name, for operations older than this. */
const DATED = new Map([['lambda', '2019']]);

const [models, ...records] = process.argv.slice(2);
if (models === undefined) {
  process.stderr.write('usage: node scripts/build-catalogue.mjs <botocore data folder> [record files…]\n');
  process.exit(2);
}

const operations = new Map();
const dated = new Map();
const services = readdirSync(models, { withFileTypes: true }).filter((entry) => entry.isDirectory());
let read = 0;
for (const { name: service } of services) {
  for (const { name: version } of readdirSync(join(models, service), { withFileTypes: true })) {
    const model = readModel(join(models, service, version));
    if (model === undefined) continue;
    read++;
    const { endpointPrefix, signingName = endpointPrefix } = model.metadata;
    for (const source of SOURCES.get(service) ?? new Set([endpointPrefix, signingName])) {
      const names = operations.get(source) ?? new Set();
      operations.set(source, names);
      for (const name of Object.keys(model.operations)) names.add(name);
    }
    if (DATED.has(service)) dated.set(service, datedOperations(model, DATED.get(service)));
  }
}

const sources = Object.fromEntries([...operations].sort(byName).map(([source, names]) => [source, pack(names)]));
const provenance = {
  package: 'botocore',
  licence: 'Apache-2.0',
  version: versionOf(models),
  models: read,
  date: new Date().toISOString().slice(0, 10),
};
writeFileSync(OUT, `${JSON.stringify({ provenance, dated: Object.fromEntries(dated), sources }, null, 2)}\n`);
process.stdout.write(`${read} models, ${operations.size} sources, ${count(operations)} pairs → ${OUT}\n`);
if (records.length > 0) tellUnknown();

function readModel(folder) {
  for (const [file, open] of [
    ['service-2.json.gz', gunzipSync],
    ['service-2.json', (bytes) => bytes],
  ]) {
    try {
      return JSON.parse(open(readFileSync(join(folder, file))).toString('utf8'));
    } catch (error) {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
    }
  }
  return undefined;
}

/** `CreateFunction 20150331`: the date stands in the address of the request. */
function datedOperations(model, before) {
  const pairs = Object.entries(model.operations).flatMap(([name, { http }]) => {
    const [, date] = /^\/(\d{4}-\d\d-\d\d)\//.exec(http?.requestUri ?? '') ?? [];
    // Calls of functions are data events, and carry no date.
    return date !== undefined && date < before && !name.startsWith('Invoke')
      ? [`${name}:${date.replaceAll('-', '')}`]
      : [];
  });
  return pairs.sort().join(' ');
}

/** `Create:Group User|Delete:User`, one verb after the other: half the size of whole names, and a diff still reads. */
function pack(names) {
  const byVerb = new Map();
  for (const name of [...names].sort()) {
    const [, verb = '', rest = name] = /^([A-Z][a-z]+)([A-Z].*)$/.exec(name) ?? [];
    byVerb.set(verb, [...(byVerb.get(verb) ?? []), rest]);
  }
  return [...byVerb]
    .sort(byName)
    .map(([verb, rests]) => `${verb}:${rests.join(' ')}`)
    .join('|');
}

function versionOf(folder) {
  const [, version] = /__version__ = '([^']+)'/.exec(readFileSync(join(dirname(folder), '__init__.py'), 'utf8')) ?? [];
  return version ?? 'unknown';
}

function byName([a], [b]) {
  return a < b ? -1 : 1;
}

function count(map) {
  return [...map.values()].reduce((sum, names) => sum + names.size, 0);
}

function tellUnknown() {
  const known = new Map([...operations].map(([source, names]) => [source, new Set(names)]));
  for (const { source, names } of JSON.parse(readFileSync(BY_HAND, 'utf8')).events) {
    known.set(source, new Set([...(known.get(source) ?? []), ...names.split(' ')]));
  }
  const pairs = new Set(records.flatMap((file) => pairsIn(readFileSync(file, 'utf8'))));
  const unknown = [...pairs].filter((pair) => {
    const [source, name] = pair.split(' ');
    return !known.get(source)?.has(name.replace(/(?:\d{4}_\d\d_\d\d|\d{8})(?:v\d+)?$/, ''));
  });
  process.stdout.write(`${pairs.size} pairs in records, ${unknown.length} unknown\n`);
  for (const pair of unknown.sort()) process.stdout.write(`  ${pair}\n`);
}

/** Every object with both names, however deep, in a JSON file or in JSON lines. */
function pairsIn(text) {
  const pairs = [];
  const waiting = parsed(text) ?? text.split('\n').flatMap((line) => parsed(line) ?? []);
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const { eventSource, eventName } = value;
    if (typeof eventName === 'string' && typeof eventSource === 'string' && eventSource.endsWith(SUFFIX)) {
      pairs.push(`${eventSource.slice(0, -SUFFIX.length)} ${eventName}`);
    }
    for (const child of Object.values(value)) waiting.push(child);
  }
  return pairs;
}

function parsed(text) {
  try {
    return [JSON.parse(text)];
  } catch {
    return undefined;
  }
}
