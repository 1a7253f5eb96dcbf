import { BlockList, isIP } from 'node:net';

export interface Network {
  readonly address: string;
  readonly bits: number;
  readonly version: 4 | 6;
}

export type NetworkRead =
  | { readonly ok: true; readonly network: Network }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** EventBridge refuses networks of one address: fewer than 32 bits of IPv4, than 128 of IPv6 (probed). */
const MOST_BITS = { 4: 31, 6: 127 } as const;

/** Reads `192.0.2.0/24` or `2001:db8::/32`; host bits may be set. */
export function readNetwork(text: string): NetworkRead {
  const [written = '', mask = '', ...rest] = text.split('/');
  const address = withoutZeros(written);
  const version = versionOf(address);
  if (version === undefined || rest.length > 0 || !/^\d{1,3}$/.test(mask)) {
    return { ok: false, message: `"${text}" is not a network`, hint: 'Write it like 192.0.2.0/24 or 2001:db8::/32' };
  }
  if (Number(mask) > MOST_BITS[version]) {
    const message = `a network of IPv${version} has at most ${MOST_BITS[version]} bits, found ${mask}`;
    return { ok: false, message, hint: `For one address write it as a value: ["${written}"]` };
  }
  return { ok: true, network: { address, bits: Number(mask), version } };
}

/**
 * Whether a text is an address of one of the networks. Host names and `AWS Internal` are no addresses. One list for each
 * version: to read an address costs more than to look through hundreds of networks, and BlockList would also find an IPv4
 * address inside ::ffff:0:0/96, where EventBridge compares within one version (probed).
 */
export function compileNetworks(networks: readonly Network[]): (text: string) => boolean {
  const blocks = { 4: new BlockList(), 6: new BlockList() } as const;
  for (const { address, bits, version } of networks) blocks[version].addSubnet(address, bits, FAMILY[version]);
  return (text) => {
    const candidate = withoutZeros(text);
    const version = versionOf(candidate);
    return version !== undefined && blocks[version].check(candidate, FAMILY[version]);
  };
}

const FAMILY = { 4: 'ipv4', 6: 'ipv6' } as const;

/** A zone id (fe80::1%eth0) is part of no network, and BlockList throws on it. */
function versionOf(text: string): 4 | 6 | undefined {
  const version = text.includes('%') ? 0 : isIP(text);
  return version === 4 || version === 6 ? version : undefined;
}

const DOTTED = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** EventBridge reads `010.0.0.1` as 10.0.0.1 (probed); node calls it no address. */
const withoutZeros = (text: string): string => (DOTTED.test(text) ? text.split('.').map(Number).join('.') : text);
