/** An address as a number of 32 or 128 bits. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Four numbers 0–255 without leading zeros, or IPv6 in any of its spellings; nothing else is an address. */
export function readAddress(text: string): Address | undefined {
  return text.includes(':') ? readV6(text) : readV4(text);
}

function readV4(text: string): Address | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255))
    return undefined;
  return { bits: 32, value: parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

function readV6(text: string): Address | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':').flatMap(groupsOf)));
  const given = halves.flat();
  if (halves.length > 2 || given.some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const missing = 8 - given.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...(halves[0] ?? []), ...Array<string>(missing).fill('0'), ...(halves[1] ?? [])];
  return { bits: 128, value: groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n) };
}

/** The last group of `::ffff:192.0.2.7` is two groups. */
function groupsOf(part: string): string[] {
  const v4 = part.includes('.') ? readV4(part) : undefined;
  return v4 === undefined ? [part] : [(v4.value >> 16n).toString(16), (v4.value & 0xffffn).toString(16)];
}

/** Whether a text is an address of a network; an IPv4 address written as IPv6, `::ffff:192.0.2.7`, may count as both. */
export function inNetwork(text: string, network: string, mapped: boolean): boolean {
  const address = readAddress(text);
  if (address === undefined) return false;
  const asV4: Address | undefined =
    mapped && address.bits === 128 && address.value >> 32n === 0xffffn
      ? { bits: 32, value: address.value & 0xffff_ffffn }
      : undefined;
  return isWithin(address, network) || (asV4 !== undefined && isWithin(asV4, network));
}

function isWithin({ bits, value }: Address, network: string): boolean {
  const [base = '', length] = network.split('/');
  const low = readAddress(base);
  if (low === undefined || low.bits !== bits) return false;
  const rest = BigInt(bits - Number(length));
  return value >> rest === low.value >> rest;
}
