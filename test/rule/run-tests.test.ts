import { loadRules } from '../../src/rule/load.ts';
import { runRuleTests } from '../../src/rule/run-tests.ts';

const rule = (name: string): string =>
  `title: T\nname: ${name}\nlogsource: { product: aws, service: cloudtrail }\ndetection: { sel: { eventName: A }, condition: sel }\n`;

const outcomes = (text: string) =>
  runRuleTests(loadRules([{ file: 'r.yml', text }], new Map()).rules).map(({ test, line, column, ran }) => ({
    at: `${line}:${column}`,
    test,
    ran,
  }));

describe('where a test stands: its name', () => {
  test.each([
    [
      'in block style, and not first in the test',
      `${rule('a')}tests:\n  - fires: true\n    event: {}\n    name: n\n`,
      [{ at: '8:11', test: 'n', ran: true }],
    ],
    [
      'two on one line',
      `${rule('a')}tests: [{ name: n, fires: true, event: {} }, { name: "n", fires: true, event: {} }]\n`,
      [
        { at: '5:17', test: 'n', ran: true },
        { at: '5:54', test: 'n', ran: true },
      ],
    ],
    [
      'in the second document of a file',
      `${rule('a')}---\n${rule('b')}tests:\n  - name: n\n    fires: true\n    event: {}\n`,
      [{ at: '11:11', test: 'n', ran: true }],
    ],
    [
      'behind an alias: the name in the anchor',
      `${rule('a')}mine: &mine\n  - { name: n, fires: true, event: {} }\ntests: *mine\n`,
      [{ at: '6:13', test: 'n', ran: true }],
    ],
    [
      'a test without an event, of which nothing ran',
      `${rule('a')}tests:\n  - { name: n, fires: true }\n`,
      [{ at: '6:13', test: 'n', ran: false }],
    ],
  ])('%s', (_name, text, expected) => {
    expect(outcomes(text)).toEqual(expected);
  });
});
