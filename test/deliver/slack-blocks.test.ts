import {
  context,
  fields,
  header,
  lines,
  links,
  message,
  section,
} from '../../src/deliver/destinations/slack/blocks.ts';
import {
  BLOCKS_MAX,
  FIELD_MAX,
  FIELDS_MAX,
  HEADER_MAX,
  SECTION_MAX,
} from '../../src/deliver/destinations/slack/limits.ts';

const headerText = (text: string) => header(text).text.text;
const sectionText = (text: string) => section(text).text?.text ?? '';
const fieldText = (text: string) => fields([{ label: 'Who', value: text }]).fields?.[0]?.text ?? '';
/** `Who`, and the line end, which takes two characters on the wire. */
const LABEL = 'Who'.length + 2;

describe.each([
  ['a header', headerText, HEADER_MAX, 0],
  ['a section', sectionText, SECTION_MAX, 0],
  ['a field with its label', fieldText, FIELD_MAX, LABEL],
])('%s', (_name, textOf, limit, taken) => {
  test.each([
    ['one below', limit - 1, limit - 1, false],
    ['at', limit, limit, false],
    ['one above', limit + 1, limit, true],
  ])('%s its limit', (_place, wanted, length, isCut) => {
    const text = textOf('x'.repeat(wanted - taken));
    expect(JSON.stringify(text).length - 2).toBe(length);
    expect(text.endsWith('…')).toBe(isCut);
  });
});

test.each([
  ['one below', FIELDS_MAX - 1, FIELDS_MAX - 1],
  ['at', FIELDS_MAX, FIELDS_MAX],
  ['one above', FIELDS_MAX + 1, FIELDS_MAX],
])('fields %s the limit of a section', (_name, count, kept) => {
  const rows = Array.from({ length: count }, () => ({ label: 'a', value: 'b' }));
  expect(fields(rows).fields).toHaveLength(kept);
});

test.each([
  ['one below', BLOCKS_MAX - 1, BLOCKS_MAX - 1],
  ['at', BLOCKS_MAX, BLOCKS_MAX],
  ['one above', BLOCKS_MAX + 1, BLOCKS_MAX],
])('blocks %s the limit of a message', (_name, count, kept) => {
  const blocks = Array.from({ length: count }, () => section('a'));
  expect(message('a', blocks).blocks).toHaveLength(kept);
});

test('Slack refuses an empty text, so it is a dash', () => {
  expect(headerText('\u200b')).toBe('–');
  expect(fieldText('')).toBe('Who\n–');
});

test('a link that is missing, or too long once it is escaped, is left out', () => {
  const long = `https://example.com/?${'&'.repeat(500)}`;
  expect(
    links([
      ['a', undefined],
      ['b', long],
    ]),
  ).toEqual([]);
  expect(
    links([
      ['a', undefined],
      ['b', 'https://example.com/'],
    ])[0]?.text?.text,
  ).toBe('<https://example.com/|b>');
});

test('how each kind of block is written', () => {
  const text = (said: string) => ({ type: 'plain_text', text: said, emoji: false });
  expect(header('a & b')).toEqual({ type: 'header', text: text('a &amp; b') });
  expect(section('a\nb')).toEqual({ type: 'section', text: text('a⏎b') });
  expect(section('abcdef', 4)).toEqual({ type: 'section', text: text('abc…') });
  expect(lines(['abcdef', 'b\nc', ''], 4)).toEqual({ type: 'section', text: text('abc…\nb⏎c\n') });
  expect(lines([], 4)).toEqual({ type: 'section', text: text('–') });
  expect(context('abcdef', 4)).toEqual({ type: 'context', elements: [text('abc…')] });
  expect(
    fields(
      [
        { label: 'x'.repeat(61), value: 'y' },
        { label: 'a', value: '"' },
      ],
      70,
    ),
  ).toEqual({
    type: 'section',
    fields: [text(`${'x'.repeat(59)}…\ny`), text('a\n"')],
  });
  expect(message('a', [header('b')])).toEqual({
    text: 'a',
    blocks: [header('b')],
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  });
});

test.each([
  [699, true],
  [700, true],
  [701, false],
])('a link that is %d characters long with its label: %s', (length, stays) => {
  const url = 'https://example.com/'.padEnd(length - '<|b>'.length, 'x');
  expect(links([['b', url]])).toEqual(
    stays ? [{ type: 'section', text: { type: 'mrkdwn', text: `<${url}|b>`, verbatim: true } }] : [],
  );
});

test('links stand side by side', () => {
  const both = links([
    ['a', 'https://a.example/'],
    ['b', 'https://b.example/?x&y'],
  ]);
  expect(both.map(({ text }) => text?.text)).toEqual(['<https://a.example/|a>   <https://b.example/?x&amp;y|b>']);
});
