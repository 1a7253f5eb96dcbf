import type { Chance } from './chance.ts';
import { oddJson } from './odd-json.ts';

type Fields = Record<string, unknown>;

const NAMES = [
  'DeleteTrail',
  'ConsoleLogin',
  'GetObject',
  'CreateAccessKey',
  'deletetrail',
  'K\u212A',
  'UpdateFunctionCode20150331v2',
];
const NASTY = [
  '{',
  '}',
  '[',
  ']',
  '"',
  '\\',
  '\\\\"',
  '","eventName":"DeleteTrail',
  '\u2028',
  '\ud800',
  'é',
  '{"a":[',
  '',
];
const KEYS = [
  'eventName',
  'eventSource',
  'errorCode',
  'userIdentity',
  'type',
  'requestParameters',
  '__proto__',
  'constructor',
  'toString',
  'Records',
];
const OTHER = (chance: Chance): unknown =>
  chance.one<unknown>([
    null,
    true,
    false,
    0,
    -1.5e3,
    2 ** 63,
    [],
    {},
    ['DeleteTrail'],
    { eventName: 'DeleteTrail' },
    chance.one(NASTY),
    chance.one(NAMES),
  ]);

/**
 * One record as JSON text, changed in ways that readers of bytes go wrong with. The text is valid JSON, unless `broken`
 * says otherwise.
 */
export function mutant(base: Fields, chance: Chance): { readonly json: string; readonly broken: boolean } {
  const record = structuredClone(base);
  const changes = chance.one([0, 0, 1, 1, 2, 4]);
  for (let i = 0; i < changes; i++) change(record, chance);
  let json = oddJson(record, chance, chance.one([0, 0, 0, 0.01, 0.3]));
  if (chance.is(0.05)) json = twice(json, chance);
  if (chance.is(0.02)) return { json: damaged(json, chance), broken: true };
  return { json, broken: false };
}

function change(record: Fields, chance: Chance): void {
  const holder = someHolder(record, chance);
  const keys = Object.keys(holder);
  switch (chance.below(8)) {
    case 0:
      return define(holder, chance.one(KEYS), OTHER(chance));
    case 1:
      return define(holder, chance.one(keys.length > 0 ? keys : KEYS), OTHER(chance));
    case 2:
      return define(record, 'eventName', chance.one(NAMES));
    case 3:
      return define(holder, chance.one(KEYS), structuredClone(record));
    case 4:
      return define(holder, chance.one([...NASTY, ...keys]), chance.one(NASTY).repeat(1 + chance.below(90)));
    case 5:
      return define(record, chance.one(KEYS), [structuredClone(holder)]);
    case 6:
      return define(holder, 'deep', nested(chance.one([3, 40, 60, 70, 200])));
    default:
      delete holder[chance.one(keys.length > 0 ? keys : KEYS)];
  }
}

/** The record, or an object in it. */
function someHolder(record: Fields, chance: Chance): Fields {
  const inner = Object.values(record).filter(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  );
  return inner.length > 0 && chance.is(0.5) ? (chance.one(inner) as Fields) : record;
}

/** The same key a second time, before or behind the others: the last one counts. */
function twice(json: string, chance: Chance): string {
  const member = `${JSON.stringify(chance.one(KEYS))}:${JSON.stringify(OTHER(chance))}`;
  if (json === '{}') return `{${member}}`;
  return chance.is(0.5)
    ? `{${member},${json.slice(json.indexOf('{') + 1)}`
    : `${json.slice(0, json.lastIndexOf('}'))},${member}}`;
}

/** Something that is no JSON, inside braces that still close. */
function damaged(json: string, chance: Chance): string {
  const member = chance.one(['"a":tru', '"a" 1', 'a:1', '"a":01', '"a":"\n"', '"a":', '"a":1,', '"a":"\\x"', '"a":+1']);
  return json === '{}' ? `{${member}}` : `${json.slice(0, json.lastIndexOf('}'))},${member}}`;
}

function nested(depth: number): unknown {
  let value: unknown = 'DeleteTrail';
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { eventName: value };
  return value;
}

const define = (holder: object, key: string, value: unknown): void => {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
};
