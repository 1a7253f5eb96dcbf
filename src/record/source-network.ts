import { isIP } from 'node:net';
import { type JsonObject, textOf } from '../json.ts';

/** The longest text of an IPv6 address: ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255 */
const MAX_ADDRESS_TEXT = 45;
const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The network that a call came from: the /24 of an IPv4 address, the /48 of an IPv6 one, which is what a provider gives to
 * one place. Undefined for a host name, `AWS Internal`, and a list of addresses.
 *
 * @example
 * sourceNetwork({ sourceIPAddress: '192.0.2.10' }) // 192.0.2.0/24
 * sourceNetwork({ sourceIPAddress: '2001:db8:1:2::3' }) // 2001:db8:1::/48
 */
export function sourceNetwork(raw: JsonObject): string | undefined {
  const text = textOf(raw, 'sourceIPAddress') ?? '';
  if (text.length > MAX_ADDRESS_TEXT) return undefined;
  const address = MAPPED.exec(text)?.[1] ?? text;
  switch (isIP(address)) {
    case 4:
      return `${address.slice(0, address.lastIndexOf('.'))}.0/24`;
    case 6:
      return `${firstGroups(address)}::/48`;
    default:
      return undefined;
  }
}

/** The first three groups, however the zeros among them are written. */
function firstGroups(address: string): string {
  const [before = '', after] = (address.split('%')[0] ?? '').split('::');
  const head = groupsOf(before);
  const tail = after === undefined ? [] : groupsOf(after);
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail]
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** An IPv4 address at the end stands for two groups. */
const groupsOf = (text: string): string[] =>
  text === '' ? [] : text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group]));
