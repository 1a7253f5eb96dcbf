import type { CloudWatchLeaf } from './leaf.ts';
import { foundAt, type Misread, matchAt, misread } from './reading.ts';

type Selector = { readonly ok: true; readonly selector: CloudWatchLeaf['selector']; readonly end: number };

/**
 * Reads a property selector that begins with `$`: `$.a.b`, `$.a[0]`, `$.a[*]`, `$.*`, `$['a b']`, `$.['a.b']`.
 * Names after a dot are letters, digits, `-` and `_` (CloudWatch Logs user guide, "property selectors"); any other name
 * stands in brackets and quotes, in which `\` keeps a quote or a backslash.
 */
export function readSelector(text: string, at: number): Selector | Misread {
  const selector: (string | number | null)[] = [];
  let end = at + 1;
  for (;;) {
    const part = readPart(text, end);
    if (part === undefined) break;
    if ('ok' in part) return part;
    selector.push(part.part);
    end = part.end;
  }
  if (selector.length === 0) return misread(at, 'a selector names a field', 'Write $.eventName, for example');
  if (typeof selector[0] === 'number') return misread(at, 'a record is an object, not a list', 'Name a field first');
  if (selector.filter((part) => part === null).length > 1) {
    // User guide: "You can only use up to one wildcard selector in a property selector".
    return misread(at, 'a selector has at most one wildcard', 'Name the position: [0]');
  }
  return { ok: true, selector, end };
}

type Part = { readonly part: string | number | null; readonly end: number };

function readPart(text: string, at: number): Part | Misread | undefined {
  const dotted = text[at] === '.';
  if (text[dotted ? at + 1 : at] === '[') return readBracket(text, dotted ? at + 1 : at);
  if (!dotted) return undefined;
  const name = matchAt(/\*|[A-Za-z0-9_-]+/y, text, at + 1)?.[0];
  if (name === undefined) {
    return misread(at + 1, `expected a name after ".", found ${foundAt(text, at + 1)}`, BRACKETS);
  }
  return { part: name === '*' ? null : name, end: at + 1 + name.length };
}

function readBracket(text: string, at: number): Part | Misread {
  const bracket = matchAt(/\[(?:(\*)|(\d{1,9})|'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/sy, text, at);
  if (bracket === undefined) return misread(at, "expected [0], [*] or ['a name']", BRACKETS);
  const [all, wildcard, position, single, double] = bracket;
  const end = at + all.length;
  if (wildcard !== undefined) return { part: null, end };
  if (position !== undefined) return { part: Number(position), end };
  return { part: (single ?? double ?? '').replaceAll(/\\(['"\\])/g, '$1'), end };
}

const BRACKETS = "A name with other characters than letters, digits, - and _ is written $['a name']";
