import { readGlob } from '../match/operators/glob.ts';

/** Modifiers that change a value before it is compared. */
export const ENCODINGS = ['windash', 'base64', 'base64offset', 'utf16le', 'wide', 'utf16be', 'utf16'] as const;
export type Encoding = (typeof ENCODINGS)[number];

export type Encoded =
  | { readonly ok: true; readonly values: readonly string[] }
  | { readonly ok: false; readonly message: string };

/** Every dash that a Windows program takes before an option. */
const DASHES = ['-', '/', '–', '—', '―'];
const OPTION_DASH = /(?<=^|[\s"'])[-/–—―](?=[\p{L}\p{N}])/gu;

/**
 * The values that stand for one value after its encodings, as Sigma patterns; any of them is a match.
 *
 * @example
 * encode('foo', ['base64']) // values: ['Zm9v']
 */
export function encode(pattern: string, encodings: readonly Encoding[]): Encoded {
  const dashes = encodings.includes('windash');
  const binary = encodings.filter((encoding) => encoding !== 'windash');
  const patterns = dashes ? dashVariants(pattern) : [pattern];
  if (binary.length === 0) return { ok: true, values: patterns };
  const values: string[] = [];
  for (const variant of patterns) {
    const tokens = readGlob(variant);
    if (tokens.some((token) => typeof token === 'symbol')) {
      return { ok: false, message: `"${binary[0]}" needs a value without wildcards; write \\* for a star` };
    }
    values.push(...binaryVariants(tokens.join(''), binary));
  }
  return { ok: true, values };
}

const dashVariants = (pattern: string): string[] => [
  ...new Set(DASHES.map((dash) => pattern.replaceAll(OPTION_DASH, dash))),
];

function binaryVariants(text: string, encodings: readonly Encoding[]): string[] {
  let variants: Buffer[] = [Buffer.from(text, 'utf8')];
  for (const [i, encoding] of encodings.entries()) {
    // A 16-bit encoding is of the text, so it comes first; behind another one it is of that one's output.
    const input = i === 0 ? [text] : variants.map((variant) => variant.toString('latin1'));
    variants = input.flatMap((value, place) => encodeOnce(value, variants[place] ?? Buffer.from(value), encoding));
  }
  return variants.map((variant) => escapePattern(variant.toString('latin1')));
}

function encodeOnce(text: string, bytes: Buffer, encoding: Encoding): Buffer[] {
  switch (encoding) {
    case 'utf16le':
    case 'wide':
      return [Buffer.from(text, 'utf16le')];
    case 'utf16be':
      return [Buffer.from(text, 'utf16le').swap16()];
    case 'utf16':
      return [Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])];
    case 'base64':
      return [Buffer.from(bytes.toString('base64'))];
    case 'base64offset':
      return [0, 1, 2].map((offset) => Buffer.from(base64At(bytes, offset)));
    case 'windash':
      return [bytes];
    default:
      return encoding satisfies never;
  }
}

/**
 * Base64 of bytes that begin `offset` bytes into a group of three, without the characters that their neighbours
 * share: what is left is there wherever the bytes stand in a longer text.
 */
function base64At(bytes: Buffer, offset: number): string {
  const encoded = Buffer.concat([Buffer.alloc(offset, ' '), bytes]).toString('base64');
  const start = [0, 2, 3][offset] ?? 0;
  const end = [0, 3, 2][(bytes.length + offset) % 3] ?? 0;
  return encoded.slice(start, encoded.length - end);
}

const escapePattern = (text: string): string => text.replaceAll(/[*?\\]/g, '\\$&');
