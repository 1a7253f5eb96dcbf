import { isObject, type JsonObject, objectOf, textOf } from '../json.ts';
import { extentOf, LARGEST_PRIVATE } from './network.ts';
import { valuesOf } from './policy/element.ts';

/**
 * The ports that a change of a security group or a network ACL would open to the world for incoming traffic: `22`,
 * `0-65535`, `all`, `icmp`, `protocol 47`. Undefined where it opens none, so that the field does not exist then.
 *
 * ModifySecurityGroupRules does not say whether the rule it changes is an incoming one; it is taken for one.
 *
 * @example
 * opensToWorld({
 *   eventName: 'AuthorizeSecurityGroupIngress',
 *   requestParameters: { ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' },
 * }); // ['22']
 */
export function opensToWorld(raw: JsonObject): readonly string[] | undefined {
  const request = objectOf(raw, 'requestParameters');
  const open = CHANGES.get(textOf(raw, 'eventName') ?? '');
  if (request === undefined || open === undefined) return undefined;
  const ports = open(request);
  return ports.size === 0 ? undefined : [...ports];
}

interface Place {
  readonly value: unknown;
  /** The key nearest to the value; lists and `items` hand theirs on. */
  readonly key: string;
  /** What the nearest object with a protocol or a port says. */
  readonly ports: string;
}

/**
 * Walks the request, linear in its size: a network counts with the ports of the object that it lies in, whichever way
 * they are wrapped (`ipPermissions.items[].ipRanges.items[].cidrIp`, plain lists, flat, ModifySecurityGroupRulesRequest).
 */
function openedByGroup(request: JsonObject): ReadonlySet<string> {
  const opened = new Set<string>();
  const places: Place[] = [{ value: request, key: '', ports: 'all' }];
  for (const { value, key, ports } of places) {
    if (typeof value === 'string') {
      if (NETWORK_KEY.test(key) && isWorld(value)) opened.add(ports);
    } else if (Array.isArray(value)) {
      for (const element of value as unknown[]) places.push({ value: element, key, ports });
    } else if (isObject(value)) {
      const within = portsOf(value) ?? ports;
      for (const [name, child] of Object.entries(value)) {
        places.push({ value: child, key: name === 'items' ? key : name, ports: within });
      }
    }
  }
  return opened;
}

/** `cidrIp`, `CidrIpv4`, `cidrIpv6`, and the lists they stand in; not `description`, which may name a network. */
const NETWORK_KEY = /cidr|ranges$/i;

const isWorld = (network: unknown): boolean =>
  typeof network === 'string' && extentOf(network.trim(), LARGEST_PRIVATE) === 'world';

function portsOf(permission: JsonObject): string | undefined {
  const [protocol] = valuesOf(permission, 'ipprotocol');
  const [from] = valuesOf(permission, 'fromport');
  const [to] = valuesOf(permission, 'toport');
  return protocol === undefined && from === undefined && to === undefined ? undefined : portText(protocol, from, to);
}

function openedByAcl(request: JsonObject): ReadonlySet<string> {
  const [egress] = valuesOf(request, 'egress');
  const [action] = valuesOf(request, 'ruleaction');
  const networks = [...valuesOf(request, 'cidrblock'), ...valuesOf(request, 'ipv6cidrblock')];
  if (egress === true || egress === 'true' || action !== 'allow' || !networks.some(isWorld)) return new Set();
  const [protocol] = valuesOf(request, 'aclprotocol');
  const range = objectOf(request, 'portRange') ?? {};
  return new Set([portText(protocol, valuesOf(range, 'from')[0], valuesOf(range, 'to')[0])]);
}

/** What cannot be read counts as all ports. For ICMP the two numbers are a type and a code. */
function portText(protocol: unknown, from: unknown, to: unknown): string {
  const name = typeof protocol === 'number' ? String(protocol) : protocol;
  if (name === '-1') return 'all';
  if (typeof name === 'string' && /^(?:icmp|icmpv6|1|58)$/i.test(name)) return 'icmp';
  // Other protocols are open on all their ports, whatever the request says (EC2 API reference, IpPermission).
  if (typeof name === 'string' && /^\d{1,3}$/.test(name) && name !== '6' && name !== '17') return `protocol ${name}`;
  const first = portNumber(from);
  const last = portNumber(to) ?? first;
  if (first === undefined || last === undefined) return 'all';
  return first === last ? String(first) : `${first}-${last}`;
}

function portNumber(port: unknown): number | undefined {
  const text = typeof port === 'number' ? String(port) : port;
  return typeof text === 'string' && /^\d{1,5}$/.test(text) ? Number(text) : undefined;
}

const CHANGES: ReadonlyMap<string, (request: JsonObject) => ReadonlySet<string>> = new Map([
  ['AuthorizeSecurityGroupIngress', openedByGroup],
  ['ModifySecurityGroupRules', openedByGroup],
  ['CreateNetworkAclEntry', openedByAcl],
  ['ReplaceNetworkAclEntry', openedByAcl],
]);
