import { tokensOf } from './mrkdwn-tokens.ts';

/** The tokenizer judges the renderer, so it is shown to find what it looks for. */
test.each([
  ['<!channel> and <@U1>', ['mention', 'mention']],
  ['<#C1>', ['mention']],
  ['<https://evil.example|x>', ['link']],
  ['<broken', ['broken']],
  ['a > b', ['bare-bracket']],
  ['&lt;&amp;&gt;', ['entity', 'entity', 'entity']],
  ['&am', ['bare-ampersand']],
  ['`code`', ['code', 'code']],
  ['\u202e\n\ud800', ['control', 'control', 'control']],
  ['plain 🔥 text', []],
])('%j', (text, kinds) => {
  expect(tokensOf(text).map(({ kind }) => kind)).toEqual(kinds);
});
