import { styleText } from 'node:util';
import type { Level } from '../match/level.ts';

type Style = Parameters<typeof styleText>[0];

/** Colour on a terminal, plain text in a pipe and where NO_COLOR says so. */
export type Paint = (style: Style, text: string) => string;

export const paintFor = (stream: NodeJS.WriteStream): Paint =>
  stream.isTTY && !process.env['NO_COLOR'] ? (style, text) => styleText(style, text) : (_style, text) => text;

export const LEVEL_STYLE: Readonly<Record<Level, Style>> = {
  critical: ['bold', 'red'],
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
  informational: 'gray',
};

/** Control characters of a record must not reach the terminal: they move cursors and hide lines. */
export const printable = (text: string): string => text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '·');
