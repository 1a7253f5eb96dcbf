import { eventCatalogue, wordsOf } from '../../../src/rule/catalogue/catalogue.ts';
import { isMisspelling, nearestName } from '../../../src/rule/lint/misspelt.ts';
import { findings } from './findings.ts';

const catalogue = eventCatalogue();

test.each<[string, string, string, boolean]>([
  ['a letter left out', 'CreateAcessKey', 'CreateAccessKey', true],
  ['two letters swapped', 'PutBukcetPolicy', 'PutBucketPolicy', true],
  ['a letter too many', 'ConsoleLoogin', 'ConsoleLogin', true],
  ['another letter', 'StopLogginq', 'StopLogging', true],
  ['hostile: another verb, of an operation that may be new', 'PutAccessKey', 'GetAccessKey', false],
  ['hostile: the opposite', 'UnarchiveTrail', 'ArchiveTrail', false],
  ['hostile: the opposite, of a verb that no name has', 'Unfroblicate', 'Froblicate', false],
  ['a plural', 'DeleteTrailz', 'DeleteTrail', false],
  ['a version', 'ListObjectsV3', 'ListObjectsV2', false],
  ['a version behind it', 'CreateUserV2', 'CreateUser', false],
  ['the beginning of a word', 'StopLogg', 'StopLogging', false],
  ['a word that other names have', 'DeleteTrial', 'DeleteTrail', false],
  ['two words', 'CraeteAcessKey', 'CreateAccessKey', false],
  ['hostile: no letters at all', '', 'CreateUser', false],
])('%s: %s for %s', (_name, name, meant, expected) => {
  expect(isMisspelling(name, meant, catalogue)).toBe(expected);
});

test('hardly any real operation would be called misspelt, were it newer than the catalogue', () => {
  const bySource = catalogue.sources.map((source) => catalogue.namesOf(source));
  const uses = new Map<string, Set<string>>();
  for (const name of bySource.flat()) {
    for (const word of wordsOf(name)) {
      const key = word.toLowerCase();
      uses.set(key, (uses.get(key) ?? new Set()).add(name));
    }
  }
  // With a name taken out, what is not known any more are the words that stand in it only.
  const knowsWord = (word: string): boolean => (uses.get(word.toLowerCase())?.size ?? 0) > 1;
  const wrong = bySource.flatMap((names) =>
    names.filter((name) => {
      if (wordsOf(name).every(knowsWord)) return false;
      const near = nearestName(
        name,
        names.filter((other) => other !== name),
      );
      return near !== undefined && isMisspelling(name, near, { ...catalogue, knowsWord });
    }),
  );
  expect(bySource.flat().length).toBeGreaterThan(20_000);
  expect(wrong.length).toBeLessThan(10);
});

const sigma = (selection: string): string => `detection: { a: { ${selection} }, condition: a }`;
const not = (selection: string): string =>
  `detection: { a: { awsRegion: x }, b: { ${selection} }, condition: a and not b }`;

test.each<[string, string, readonly string[]]>([
  ['beside its service', sigma('eventSource: iam.amazonaws.com, eventName: CreateAcessKey'), ['error']],
  ['without a service', sigma('eventName: CreateAcessKey'), ['error']],
  [
    'beside two services, one of which has what was meant',
    sigma('eventSource: [iam.amazonaws.com, s3.amazonaws.com], eventName: CreateAcessKey'),
    ['error'],
  ],
  [
    'beside a service that is not modelled',
    sigma('eventSource: signin.amazonaws.com, eventName: ConsoleLogn'),
    ['warning'],
  ],
  [
    'beside one that is and one that is not',
    sigma('eventSource: [iam.amazonaws.com, signin.amazonaws.com], eventName: CreateAcessKey'),
    ['warning'],
  ],
  [
    'of another service than the one beside it',
    sigma('eventSource: ec2.amazonaws.com, eventName: CreateAcessKey'),
    ['warning'],
  ],
  ['left out', not('eventSource: iam.amazonaws.com, eventName: CreateAcessKey'), ['warning']],
  ['what may be new', sigma('eventSource: iam.amazonaws.com, eventName: TagAccessKey'), ['warning']],
  ['a plural', sigma('eventSource: iam.amazonaws.com, eventName: CreateUsers'), ['warning']],
  ['a version', sigma('eventSource: iam.amazonaws.com, eventName: CreateUserV2'), ['warning']],
  ['with regard to case', sigma('eventSource: iam.amazonaws.com, "eventName|cased": createuser'), ['warning']],
  ['a source that is one letter off', sigma('eventSource: kmss.amazonaws.com'), ['error']],
  [
    'hostile: a short source, near only by what all of them end in',
    sigma('eventSource: qqq.amazonaws.com'),
    ['warning'],
  ],
])('a misspelt event, %s', (_name, asked, expected) => {
  expect(findings(asked).map((found) => found.split(' ')[0])).toEqual(expected);
});
