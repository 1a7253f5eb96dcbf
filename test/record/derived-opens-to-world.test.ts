import type { JsonObject } from '../../src/json.ts';
import { DERIVED } from '../../src/record/derived.ts';

const tcp = (from: unknown, to: unknown, more: JsonObject): JsonObject => ({
  ipProtocol: 'tcp',
  fromPort: from,
  toPort: to,
  ...more,
});
const v4 = (...networks: string[]) => ({ ipRanges: { items: networks.map((cidrIp) => ({ cidrIp })) } });
const v6 = (...networks: string[]) => ({ ipv6Ranges: { items: networks.map((cidrIpv6) => ({ cidrIpv6 })) } });
const acl = (more: JsonObject): JsonObject => ({
  aclProtocol: '6',
  cidrBlock: '0.0.0.0/0',
  egress: false,
  portRange: { from: 22, to: 22 },
  ruleAction: 'allow',
  ...more,
});

type Row = readonly [name: string, request: unknown, expected: string[] | undefined];

const ingress: readonly Row[] = [
  ['one port', { ipPermissions: { items: [tcp(22, 22, v4('0.0.0.0/0'))] } }, ['22']],
  ['IPv6', { ipPermissions: { items: [tcp(22, 22, v6('::/0'))] } }, ['22']],
  ['IPv6, written out', { ipPermissions: { items: [tcp(22, 22, v6('0:0:0:0:0:0:0:0/0'))] } }, ['22']],
  ['a range', { ipPermissions: { items: [tcp(0, 65535, v4('0.0.0.0/0'))] } }, ['0-65535']],
  [
    'only the permissions that are open',
    {
      ipPermissions: {
        items: [tcp(443, 443, v4('0.0.0.0/0')), tcp(22, 22, v4('192.0.2.0/24')), tcp(80, 81, v6('::/0'))],
      },
    },
    ['443', '80-81'],
  ],
  ['the second network', { ipPermissions: { items: [tcp(22, 22, v4('192.0.2.0/24', '0.0.0.0/0'))] } }, ['22']],
  [
    'both families, told once',
    { ipPermissions: { items: [tcp(22, 22, { ...v4('0.0.0.0/0'), ...v6('::/0') })] } },
    ['22'],
  ],
  ['plain lists', { ipPermissions: [tcp(22, 22, { ipRanges: [{ cidrIp: '0.0.0.0/0' }] })] }, ['22']],
  ['lists of texts', { ipPermissions: [tcp(22, 22, { ipRanges: ['0.0.0.0/0'] })] }, ['22']],
  ['flat', tcp(22, 22, { groupName: 'default', cidrIp: '0.0.0.0/0' }), ['22']],
  ['flat, ports as text', tcp('22', '23', { cidrIp: '0.0.0.0/0' }), ['22-23']],
  ['all protocols', { ipPermissions: { items: [{ ipProtocol: '-1', ...v4('0.0.0.0/0') }] } }, ['all']],
  ['all protocols, as a number', { ipPermissions: [{ ipProtocol: -1, fromPort: 22, ...v4('0.0.0.0/0') }] }, ['all']],
  ['no ports', { ipPermissions: { items: [{ ipProtocol: 'tcp', ...v4('0.0.0.0/0') }] } }, ['all']],
  ['no protocol and no ports', { cidrIp: '0.0.0.0/0' }, ['all']],
  ['ports that cannot be read', { ipPermissions: [tcp({}, [], v4('0.0.0.0/0'))] }, ['all']],
  ['a type of ICMP is no port', { ipPermissions: [{ ...tcp(8, -1, v4('0.0.0.0/0')), ipProtocol: 'icmp' }] }, ['icmp']],
  ['GRE has no ports', { ipPermissions: [{ ...tcp(22, 22, v4('0.0.0.0/0')), ipProtocol: '47' }] }, ['protocol 47']],
  ['TCP and UDP by number', { ipPermissions: [{ ...tcp(53, 53, v4('0.0.0.0/0')), ipProtocol: 17 }] }, ['53']],
  ['host bits', tcp(22, 22, { cidrIp: '192.0.2.1/0' }), ['22']],
  ['two halves', tcp(22, 22, { cidrIp: ['0.0.0.0/1', '128.0.0.0/1'] }), ['22']],
  ['all that IPv6 has given out', tcp(22, 22, { cidrIpv6: '2000::/3' }), ['22']],
  ['just larger than any private network', tcp(22, 22, { cidrIp: '10.0.0.0/7' }), ['22']],
  ['the largest private networks', tcp(22, 22, { ...v4('10.0.0.0/8'), ...v6('fc00::/7') }), undefined],
  ['a small network that begins with zeros', tcp(22, 22, { cidrIp: '0.0.0.0/24' }), undefined],
  ['a description of the world', tcp(22, 22, { description: '0.0.0.0/0', cidrIp: '192.0.2.0/24' }), undefined],
  [
    'another group',
    { ipPermissions: { items: [tcp(22, 22, { groups: { items: [{ groupId: 'sg-1' }] } })] } },
    undefined,
  ],
  ['no network', tcp(22, 22, { cidrIp: 'everywhere/0' }), undefined],
  ['no request', null, undefined],
  ['left out', { omitted: true }, undefined],
];

const modify = (SecurityGroupRule: unknown) => ({
  ModifySecurityGroupRulesRequest: { GroupId: 'sg-1', SecurityGroupRule },
});
const modified = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4: '0.0.0.0/0', Description: '' };

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  AuthorizeSecurityGroupIngress: ingress,
  ModifySecurityGroupRules: [
    ['one rule', modify({ SecurityGroupRuleId: 'sgr-1', SecurityGroupRule: modified, tag: 1 }), ['22']],
    [
      'several rules',
      modify([
        { SecurityGroupRule: { ...modified, CidrIpv4: '192.0.2.0/24' } },
        { SecurityGroupRule: { IpProtocol: 'udp', FromPort: 1, ToPort: 9, CidrIpv6: '::/0' } },
      ]),
      ['1-9'],
    ],
    ['narrowed', modify({ SecurityGroupRule: { ...modified, CidrIpv4: '192.0.2.0/24' } }), undefined],
  ],
  CreateNetworkAclEntry: [
    ['one port', acl({}), ['22']],
    ['IPv6', acl({ cidrBlock: undefined, ipv6CidrBlock: '::/0' }), ['22']],
    ['all protocols', acl({ aclProtocol: '-1', portRange: {} }), ['all']],
    ['no range', acl({ portRange: {} }), ['all']],
    ['ICMP', acl({ aclProtocol: '1', portRange: {}, icmpTypeCode: { type: 8, code: -1 } }), ['icmp']],
    ['outgoing', acl({ egress: true }), undefined],
    ['outgoing, as text', acl({ egress: 'true' }), undefined],
    ['denied', acl({ ruleAction: 'deny' }), undefined],
    ['one network', acl({ cidrBlock: '192.0.2.0/24' }), undefined],
  ],
  ReplaceNetworkAclEntry: [['a range', acl({ portRange: { from: 1024, to: 65535 } }), ['1024-65535']]],
  AuthorizeSecurityGroupEgress: [['outgoing', tcp(22, 22, v4('0.0.0.0/0')), undefined]],
  RevokeSecurityGroupIngress: [['closed', tcp(22, 22, v4('0.0.0.0/0')), undefined]],
};

describe.each(Object.entries(TABLES))('%s', (eventName, rows) => {
  test.each(rows)('%s', (_case, requestParameters, expected) => {
    expect(DERIVED.get('opensToWorld')?.({ eventName, requestParameters })).toEqual(expected);
  });
});
