import type { Logger } from '@aws-lambda-powertools/logger';
import { powertoolsLog } from '../../src/aws/telemetry.ts';
import type { LogFields } from '../../src/ports.ts';

/** What is written of the fields of one line. */
function logged(fields: LogFields): LogFields {
  const lines: LogFields[] = [];
  const logger = { warn: (_message: string, written: LogFields) => void lines.push(written) };
  powertoolsLog(logger as unknown as Logger).warn('x', fields);
  return lines[0] ?? {};
}

test.each([
  [
    'the address of a webhook',
    'no answer from https://hooks.slack.com/services/T0/B0/SECRET, sorry',
    'no answer from [redacted] sorry',
  ],
  ['one of the government cloud', 'https://hooks.slack-gov.com/services/T0/B0/SECRET', '[redacted]'],
  ['its path', 'POST /services/T0/B0/SECRET', 'POST [redacted]'],
  ['a token', 'Bearer xoxb-1-SECRET', 'Bearer [redacted]'],
  ['an ANSI sequence of 8 bits', '\u009b31mred', '31mred'],
  ['text that is turned around', 'a\u202eb\u2066c', 'abc'],
  ['a lone surrogate', 'a\ud800', 'a\ufffd'],
  ['1,023 characters', 'x'.repeat(1023), 'x'.repeat(1023)],
  ['1,024 characters', 'x'.repeat(1024), 'x'.repeat(1024)],
  ['1,025 characters', 'x'.repeat(1025), 'x'.repeat(1024)],
])('%s', (_name, text, expected) => {
  expect(logged({ detail: text, count: 3 })).toEqual({ detail: expected, count: 3 });
});

test('a line is one JSON object, whatever is in a value', () => {
  const text = JSON.stringify(logged({ detail: 'a\r\n{"level":"ERROR"}\u001b[31m' }));
  expect(text).not.toMatch(/[\p{Cc}]/u);
});
