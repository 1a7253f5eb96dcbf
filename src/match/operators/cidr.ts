import { BlockList, isIP } from 'node:net';
import type { Operator } from './operator.ts';

/** An address inside a network. `AWS Internal`, host names and shortened addresses are no addresses. */
export const cidr: Operator = (leaf) => {
  const network = readCidr(leaf.value);
  if (network === undefined) throw new Error(`not a network: ${leaf.value}`);
  const block = new BlockList();
  block.addSubnet(network.address, network.prefix, network.family);
  return (field) => field.addresses.some((address) => block.check(address));
};

export interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** `192.0.2.0/24` or `2001:db8::/32`; undefined for anything else. */
export function readCidr(text: string): Network | undefined {
  const [address = '', bits, ...rest] = text.split('/');
  if (rest.length > 0 || bits === undefined || !/^\d{1,3}$/.test(bits)) return undefined;
  const version = isIP(address);
  const prefix = Number(bits);
  if (version === 0 || address.includes('%') || prefix > (version === 4 ? 32 : 128)) return undefined;
  return { address, prefix, family: version === 4 ? 'ipv4' : 'ipv6' };
}
