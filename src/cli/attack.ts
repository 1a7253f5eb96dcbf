/** The numbers in the rules' tags are of this version of ATT&CK; later ones have renumbered some. */
export const ATTACK_VERSION = '18';

/** In the order in which an attack goes. */
export const tactics = [
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'exfiltration',
  'impact',
] as const;

type Tactic = (typeof tactics)[number];

export interface Technique {
  readonly name: string;
  readonly tactics: readonly Tactic[];
}

/** The techniques that rules about CloudTrail can be about: https://attack.mitre.org */
export const techniques: ReadonlyMap<string, Technique> = new Map(
  (
    [
      ['T1021.004', 'Remote Services: SSH', ['lateral-movement']],
      ['T1021.007', 'Remote Services: Cloud Services', ['lateral-movement']],
      ['T1021.008', 'Remote Services: Direct Cloud VM Connections', ['lateral-movement']],
      ['T1040', 'Network Sniffing', ['credential-access', 'discovery']],
      ['T1059', 'Command and Scripting Interpreter', ['execution']],
      ['T1059.009', 'Command and Scripting Interpreter: Cloud API', ['execution']],
      ['T1069.003', 'Permission Groups Discovery: Cloud Groups', ['discovery']],
      ['T1070', 'Indicator Removal', ['defense-evasion']],
      ['T1078', 'Valid Accounts', ['defense-evasion', 'persistence', 'privilege-escalation', 'initial-access']],
      [
        'T1078.001',
        'Valid Accounts: Default Accounts',
        ['defense-evasion', 'persistence', 'privilege-escalation', 'initial-access'],
      ],
      [
        'T1078.004',
        'Valid Accounts: Cloud Accounts',
        ['defense-evasion', 'persistence', 'privilege-escalation', 'initial-access'],
      ],
      ['T1087.004', 'Account Discovery: Cloud Account', ['discovery']],
      ['T1098', 'Account Manipulation', ['persistence', 'privilege-escalation']],
      ['T1098.001', 'Account Manipulation: Additional Cloud Credentials', ['persistence', 'privilege-escalation']],
      ['T1098.003', 'Account Manipulation: Additional Cloud Roles', ['persistence', 'privilege-escalation']],
      ['T1098.004', 'Account Manipulation: SSH Authorized Keys', ['persistence', 'privilege-escalation']],
      ['T1098.005', 'Account Manipulation: Device Registration', ['persistence', 'privilege-escalation']],
      ['T1110', 'Brute Force', ['credential-access']],
      ['T1110.001', 'Brute Force: Password Guessing', ['credential-access']],
      ['T1110.003', 'Brute Force: Password Spraying', ['credential-access']],
      ['T1110.004', 'Brute Force: Credential Stuffing', ['credential-access']],
      ['T1136.003', 'Create Account: Cloud Account', ['persistence']],
      ['T1190', 'Exploit Public-Facing Application', ['initial-access']],
      ['T1195', 'Supply Chain Compromise', ['initial-access']],
      ['T1199', 'Trusted Relationship', ['initial-access']],
      ['T1204.003', 'User Execution: Malicious Image', ['execution']],
      ['T1213', 'Data from Information Repositories', ['collection']],
      [
        'T1484.002',
        'Domain or Tenant Policy Modification: Trust Modification',
        ['defense-evasion', 'privilege-escalation'],
      ],
      ['T1485', 'Data Destruction', ['impact']],
      ['T1485.001', 'Data Destruction: Lifecycle-Triggered Deletion', ['impact']],
      ['T1486', 'Data Encrypted for Impact', ['impact']],
      ['T1490', 'Inhibit System Recovery', ['impact']],
      ['T1496', 'Resource Hijacking', ['impact']],
      ['T1496.001', 'Resource Hijacking: Compute Hijacking', ['impact']],
      ['T1496.004', 'Resource Hijacking: Cloud Service Hijacking', ['impact']],
      ['T1525', 'Implant Internal Image', ['persistence']],
      ['T1526', 'Cloud Service Discovery', ['discovery']],
      ['T1528', 'Steal Application Access Token', ['credential-access']],
      ['T1530', 'Data from Cloud Storage', ['collection']],
      ['T1531', 'Account Access Removal', ['impact']],
      ['T1535', 'Unused/Unsupported Cloud Regions', ['defense-evasion']],
      ['T1537', 'Transfer Data to Cloud Account', ['exfiltration']],
      ['T1538', 'Cloud Service Dashboard', ['discovery']],
      ['T1546', 'Event Triggered Execution', ['privilege-escalation', 'persistence']],
      ['T1548', 'Abuse Elevation Control Mechanism', ['privilege-escalation', 'defense-evasion']],
      [
        'T1548.005',
        'Abuse Elevation Control Mechanism: Temporary Elevated Cloud Access',
        ['privilege-escalation', 'defense-evasion'],
      ],
      [
        'T1550.001',
        'Use Alternate Authentication Material: Application Access Token',
        ['defense-evasion', 'lateral-movement'],
      ],
      ['T1552', 'Unsecured Credentials', ['credential-access']],
      ['T1552.001', 'Unsecured Credentials: Credentials In Files', ['credential-access']],
      ['T1552.005', 'Unsecured Credentials: Cloud Instance Metadata API', ['credential-access']],
      ['T1555.006', 'Credentials from Password Stores: Cloud Secrets Management Stores', ['credential-access']],
      ['T1556', 'Modify Authentication Process', ['credential-access', 'defense-evasion', 'persistence']],
      [
        'T1556.006',
        'Modify Authentication Process: Multi-Factor Authentication',
        ['credential-access', 'defense-evasion', 'persistence'],
      ],
      [
        'T1556.007',
        'Modify Authentication Process: Hybrid Identity',
        ['credential-access', 'defense-evasion', 'persistence'],
      ],
      [
        'T1556.009',
        'Modify Authentication Process: Conditional Access Policies',
        ['credential-access', 'defense-evasion', 'persistence'],
      ],
      ['T1562', 'Impair Defenses', ['defense-evasion']],
      ['T1562.001', 'Impair Defenses: Disable or Modify Tools', ['defense-evasion']],
      ['T1562.007', 'Impair Defenses: Disable or Modify Cloud Firewall', ['defense-evasion']],
      ['T1562.008', 'Impair Defenses: Disable or Modify Cloud Logs', ['defense-evasion']],
      ['T1565.001', 'Data Manipulation: Stored Data Manipulation', ['impact']],
      ['T1578', 'Modify Cloud Compute Infrastructure', ['defense-evasion']],
      ['T1578.002', 'Modify Cloud Compute Infrastructure: Create Cloud Instance', ['defense-evasion']],
      ['T1578.005', 'Modify Cloud Compute Infrastructure: Modify Cloud Compute Configurations', ['defense-evasion']],
      ['T1580', 'Cloud Infrastructure Discovery', ['discovery']],
      ['T1583.001', 'Acquire Infrastructure: Domains', ['resource-development']],
      ['T1584.001', 'Compromise Infrastructure: Domains', ['resource-development']],
      ['T1619', 'Cloud Storage Object Discovery', ['discovery']],
      ['T1621', 'Multi-Factor Authentication Request Generation', ['credential-access']],
      ['T1648', 'Serverless Execution', ['execution']],
      ['T1651', 'Cloud Administration Command', ['execution']],
      ['T1666', 'Modify Cloud Resource Hierarchy', ['defense-evasion']],
    ] as const
  ).map(([id, name, own]) => [id, { name, tactics: own }]),
);
