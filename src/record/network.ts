import { isIP } from 'node:net';

/** The number of leading bits from which on a network is no longer the world. */
export interface Narrow {
  readonly ipv4: number;
  readonly ipv6: number;
}

/**
 * Two halves make a whole, so blocks that nobody owns count as the world: 10.0.0.0/8 is the largest private network of
 * IPv4 (RFC 1918), fc00::/7 that of IPv6 (RFC 4193); all addresses that IPv6 has given out are 2000::/3.
 */
export const LARGEST_PRIVATE: Narrow = { ipv4: 8, ipv6: 7 };

/** The sizes of aws:SourceIp from which on S3 calls a policy public (S3 user guide, "The meaning of public"). */
export const S3_NOT_PUBLIC: Narrow = { ipv4: 8, ipv6: 32 };

/** The longest text of an IPv6 address with its prefix. */
const MAX_NETWORK_TEXT = 49;

/**
 * How a text reads as a network: `world` when it has fewer bits than `narrow` says, `some` when it is smaller, a single
 * address too, undefined when it is no network.
 */
export function extentOf(text: string, narrow: Narrow): 'world' | 'some' | undefined {
  if (text.length > MAX_NETWORK_TEXT) return undefined;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  if (bits === undefined) return 'some';
  if (!/^\d{1,3}$/.test(bits)) return undefined;
  return Number(bits) < (family === 4 ? narrow.ipv4 : narrow.ipv6) ? 'world' : 'some';
}
