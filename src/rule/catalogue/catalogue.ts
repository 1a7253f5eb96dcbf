import BY_HAND from './by-hand.json' with { type: 'json' };
import EVENTS from './events.json' with { type: 'json' };

/** Whether CloudTrail can write this eventName with this eventSource. */
export type Known = 'yes' | 'unknown-source' | 'other-source' | 'unknown-name';

/**
 * Which service has which events. Names are compared without regard to case, as Sigma does.
 *
 * @example
 * const catalogue = eventCatalogue();
 * catalogue.knows('s3.amazonaws.com', 'PutBucketPolicy'); // 'yes'
 * catalogue.knows('ec2.amazonaws.com', 'PutBucketPolicy'); // 'other-source'
 * catalogue.sourcesOf('DeleteTrail'); // ['cloudtrail.amazonaws.com']
 */
export interface Catalogue {
  /** `other-source`: the source is known, and the name is one of other services only. */
  knows(source: string, name: string): Known;
  knowsSource(source: string): boolean;
  /** The sources that write this name, in the order of the alphabet. */
  sourcesOf(name: string): readonly string[];
  /** The names of one source; empty where it is not known. */
  namesOf(source: string): readonly string[];
  readonly sources: readonly string[];
  /** The names of all sources, each once. */
  readonly names: readonly string[];
  /** Whether a service model tells the whole of the source: what is known by hand never does. */
  isModelled(source: string): boolean;
  /**
   * What CloudTrail writes instead, where the API's name never stands in a record: `ListObjects` for `ListObjectsV2`,
   * `CreateFunction20150331` for `CreateFunction`. Empty where the name is written as it is.
   */
  recordedAs(source: string, name: string): readonly string[];
  /** Whether any name of any service has this word: `Access`, of `CreateAccessKey`. */
  knowsWord(word: string): boolean;
}

/** `GetSAMLProvider` → Get, SAML, Provider. */
export const wordsOf = (name: string): readonly string[] => name.match(/[A-Z]+(?![a-z])\d*|[A-Z]?[a-z]+\d*|\d+/g) ?? [];

const SUFFIX = '.amazonaws.com';

/** Makes the catalogue out of its data, which takes some milliseconds: once per run of a tool. */
export function eventCatalogue(): Catalogue {
  const names = allNames();
  const sourcesByName = invert(names);
  const modelled = modelledSources();
  const instead = recordedNames();
  const words = new Set([...names.values()].flatMap((known) => [...known.values()].flatMap(wordsOf)).map(fold));
  const find = (source: string, name: string) =>
    names.get(sourceKey(source))?.has(fold(withoutDate(source, name))) === true;
  return {
    knows(source, name) {
      if (!names.has(sourceKey(source))) return 'unknown-source';
      if (find(source, name)) return 'yes';
      return sourcesByName.has(fold(name)) ? 'other-source' : 'unknown-name';
    },
    knowsSource: (source) => names.has(sourceKey(source)),
    sourcesOf: (name) => sourcesByName.get(fold(name)) ?? [],
    namesOf: (source) => [...(names.get(sourceKey(source))?.values() ?? [])],
    sources: [...names.keys()].sort(),
    names: [...new Set([...names.values()].flatMap((known) => [...known.values()]))],
    isModelled: (source) => modelled.has(sourceKey(source)),
    recordedAs: (source, name) => instead.get(`${sourceKey(source)} ${fold(name)}`) ?? [],
    knowsWord: (word) => words.has(fold(word)),
  };
}

const fold = (text: string): string => text.toLowerCase();
/** In China some services write `….amazonaws.com.cn`. */
const sourceKey = (source: string): string => fold(source).replace(/(\.amazonaws\.com)\.cn$/, '$1');
const full = (source: string): string => fold(source) + SUFFIX;

/** By source, the names as written under the names in lower case. */
function allNames(): Map<string, Map<string, string>> {
  const names = new Map<string, Map<string, string>>();
  const add = (source: string, name: string) => {
    const known = names.get(full(source)) ?? new Map<string, string>();
    names.set(full(source), known.set(fold(name), name));
  };
  for (const [source, packed] of Object.entries(EVENTS.sources)) {
    for (const name of unpack(packed)) add(source, name);
  }
  for (const { source, names: list } of BY_HAND.events) {
    for (const name of list.split(' ')) add(source, name);
  }
  return names;
}

/** `Create:Group User|Delete:User` → CreateGroup, CreateUser, DeleteUser; the verb is empty for other names. */
const unpack = (packed: string): string[] =>
  packed.split('|').flatMap((group) => {
    const colon = group.indexOf(':');
    const verb = group.slice(0, colon);
    return group
      .slice(colon + 1)
      .split(' ')
      .map((rest) => verb + rest);
  });

/** Where a console has events of its own, the model is not the whole of them. */
function modelledSources(): ReadonlySet<string> {
  const consoles = new Set(BY_HAND.events.flatMap((entry) => ('noPublicApi' in entry ? entry.source : [])));
  return new Set(
    Object.keys(EVENTS.sources)
      .filter((source) => !consoles.has(source))
      .map(full),
  );
}

function invert(names: ReadonlyMap<string, ReadonlyMap<string, string>>): ReadonlyMap<string, readonly string[]> {
  const sources = new Map<string, string[]>();
  for (const [source, known] of [...names].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const name of known.keys()) {
      const list = sources.get(name);
      if (list === undefined) sources.set(name, [source]);
      else list.push(source);
    }
  }
  return sources;
}

/** The services that write the date of their API, and a revision of it, behind the name. */
const DATED_SOURCES: ReadonlySet<string> = new Set(['lambda', 'cloudfront'].map(full));
const DATE = /(?:\d{4}_\d\d_\d\d|\d{8})(?:v\d+)?$/;

const withoutDate = (source: string, name: string): string =>
  DATED_SOURCES.has(sourceKey(source)) ? name.replace(DATE, '') : name;

function recordedNames(): ReadonlyMap<string, readonly string[]> {
  const instead = new Map<string, readonly string[]>();
  for (const [source, renamed] of Object.entries(BY_HAND.recordedAs)) {
    for (const [name, list] of Object.entries(renamed)) instead.set(`${full(source)} ${fold(name)}`, list.split(' '));
  }
  for (const [source, packed] of Object.entries(EVENTS.dated)) {
    for (const entry of packed.split(' ')) {
      const [name = '', date = ''] = entry.split(':');
      instead.set(`${full(source)} ${fold(name)}`, [name + date]);
    }
  }
  return instead;
}
