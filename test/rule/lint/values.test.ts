import { findings } from './findings.ts';

const sigma = (selection: string): string => `detection: { a: { ${selection} }, condition: a }`;

const FIELD = 'is compared as text, and it looks like the name of a field. To compare with that field, write';

type Row = readonly [name: string, asked: string, expected: readonly string[]];

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  'names of fields as values': [
    [
      'a field',
      sigma('requestParameters.userName: userIdentity.userName'),
      [`warning 3:47: "userIdentity.userName" ${FIELD} requestParameters.userName|fieldref`],
    ],
    [
      'in a list',
      sigma('requestParameters.a: [x, derived.actor]'),
      [`warning 3:44: "derived.actor" ${FIELD} requestParameters.a|fieldref`],
    ],
    [
      'excluded',
      'detection: { a: { awsRegion: x }, b: { requestParameters.a: userIdentity.arn }, condition: a and not b }',
      [`warning 3:61: "userIdentity.arn" ${FIELD} requestParameters.a|fieldref`],
    ],
    ['as a fieldref', sigma('"requestParameters.userName|fieldref": userIdentity.userName'), []],
    ['inside of a text', sigma('"requestParameters.filterPattern|contains": userIdentity.type'), []],
    ['as a keyword', 'detection: { a: [userIdentity.arn], condition: a }', []],
    ['one word', sigma('requestParameters.a: eventName'), []],
    ['hostile: a file that is named as a field', sigma('requestParameters.key: [summary.json, resources.yaml]'), []],
    ['hostile: a host', sigma('eventType: iam.amazonaws.com'), []],
    ['hostile: what objects have', sigma('requestParameters.a: constructor.prototype'), []],
    ['computed by nobody', sigma('requestParameters.a: derived.nothing'), []],
  ],
  'stars that the modifier makes needless': [
    [
      'contains, at both ends',
      sigma('"userAgent|contains": "*kali*"'),
      [
        'warning 3:41: the "*" at the ends of "*kali*" says nothing. "contains" already lets the text go on there; leave it out, or write \\* for the character',
      ],
    ],
    [
      'contains, at one',
      sigma('"userAgent|contains": ["kali*"]'),
      [
        'warning 3:42: the "*" at the end of "kali*" says nothing. "contains" already lets the text go on there; leave it out, or write \\* for the character',
      ],
    ],
    [
      'startswith, behind',
      sigma('"userAgent|startswith": "kali*"'),
      [
        'warning 3:43: the "*" at the end of "kali*" says nothing. "startswith" already lets the text go on there; leave it out, or write \\* for the character',
      ],
    ],
    [
      'endswith, before',
      sigma('"userAgent|endswith": "*kali"'),
      [
        'warning 3:41: the "*" at the start of "*kali" says nothing. "endswith" already lets the text go on there; leave it out, or write \\* for the character',
      ],
    ],
    [
      'startswith, before',
      sigma('"userAgent|startswith": "*kali"'),
      [
        'warning 3:43: "startswith" of "*kali" is true for more texts than it looks, since "*" stands for anything. Write contains, without "*", or \\* for the character',
      ],
    ],
    [
      'endswith, at both ends',
      sigma('"userAgent|endswith": "*kali*"'),
      [
        'warning 3:41: "endswith" of "*kali*" is true for more texts than it looks, since "*" stands for anything. Write contains, without "*"',
      ],
    ],
    [
      'alone',
      sigma('"userAgent|contains": "*"'),
      [
        `warning 3:41: "contains" of "*" is true for every text. Leave the modifier out: '*' alone asks whether the field is there`,
      ],
    ],
    [
      'alone, twice',
      sigma('"userAgent|startswith": "**"'),
      [
        `warning 3:43: "startswith" of "**" is true for every text. Leave the modifier out: '*' alone asks whether the field is there`,
      ],
    ],
    [
      'in a suppression',
      `${sigma('eventName: CreateUser')}\nsuppress:\n  - { when: { "userAgent|contains": "*" }, because: x, until: 2027-01-31 }`,
      [
        `warning 5:37: "contains" of "*" is true for every text. Leave the modifier out: '*' alone asks whether the field is there`,
      ],
    ],
    ['inside', sigma('"userAgent|contains": "ka*li"'), []],
    ['without a modifier', sigma('userAgent: "*kali*"'), []],
    ['alone without a modifier', sigma('userAgent: "*"'), []],
    ['hostile: the character itself', sigma('"requestParameters.policyDocument|contains": "\\\\*"'), []],
    ['a regular expression', sigma('"userAgent|re": "x*"'), []],
    ['in a pasted pattern', 'eventbridge: { detail: { eventName: [{ wildcard: "*x*" }] } }', []],
  ],
};

describe.each(Object.entries(TABLES))('%s', (_name, rows) => {
  test.each(rows)('%s', (_row, asked, expected) => {
    expect(findings(asked)).toEqual(expected);
  });
});
