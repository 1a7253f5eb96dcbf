/**
 * A number with its source text, for readers that keep what a double cannot hold (YAML's `source`, a lossless JSON
 * reader). JSON.parse never makes one: its numbers may be rounded, so they equal every number they could have been.
 *
 * @example
 * readPattern({ a: [new ExactNumber('9007199254740993')] })
 */
export class ExactNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type AnyNumber = number | bigint | ExactNumber;

/** Numbers as JSON writes them (RFC 8259 section 6). */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A number that JSON can write: neither NaN nor Infinity, nor an exact number that is none. */
export function isJsonNumber(value: unknown): value is AnyNumber {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'bigint' || (value instanceof ExactNumber && JSON_NUMBER.test(value.text));
}

export const numberText = (value: AnyNumber): string => (value instanceof ExactNumber ? value.text : String(value));

/** The nearest double. */
export const toDouble = (value: number | ExactNumber): number =>
  typeof value === 'number' ? value : Number(value.text);

/** A test for the number that `text` writes: 300, 300.0 and 3e2 are one number, and the text "300" is none. */
export function equalsNumber(text: string): (value: unknown) => boolean {
  const double = Number(text);
  const exact = decimal(text);
  return (value) =>
    typeof value === 'number' ? value === double : value instanceof ExactNumber && decimal(value.text) === exact;
}

/** One spelling for each number: digits without zeros at either end, and a power of ten. */
function decimal(text: string): string {
  const [mantissa = '', power = '0'] = text.toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') return '0';
  // Not /0+$/, which is quadratic on zeros that something else follows.
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  const exponent = Number(power) - fraction.length + (digits.length - end);
  return `${mantissa.startsWith('-') ? '-' : ''}${digits.slice(0, end)}e${exponent}`;
}
