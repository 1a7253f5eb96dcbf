import type { Caller } from './callers.ts';
import type { Day } from './chance.ts';

export interface Made {
  readonly time: number;
  readonly record: object;
}

export interface Call {
  readonly region?: string;
  readonly parameters?: object;
  readonly response?: object;
  /** `AccessDenied`, or the code with the message. */
  readonly error?: string | readonly [string, string];
  readonly resources?: readonly object[];
  readonly additional?: object;
  readonly readOnly?: boolean;
  /** `AwsConsoleSignIn`, `AwsServiceEvent`. */
  readonly type?: string;
  readonly more?: object;
}

/** Names of services in front of `.amazonaws.com`, where they differ from what people call them. */
const SOURCES: Readonly<Record<string, string>> = {
  cloudwatch: 'monitoring',
  sfn: 'states',
  elb: 'elasticloadbalancing',
};
const GLOBAL = new Set(['iam', 'cloudfront', 'route53', 'organizations', 'ce', 'support', 'trustedadvisor', 'sso']);
const DATA =
  /^(?:s3:(?:Get|Put|Head|Delete|Copy)Objects?|dynamodb:(?:Get|Put|Update|Delete)Item|dynamodb:(?:Query|Scan)|lambda:Invoke)$/;
const LOOKS =
  /^(?:Get|List|Describe|Head|Lookup|Search|Query|Scan|BatchGet|Simulate|Decrypt|GenerateDataKey|Assume|Check|Filter|StartQuery|Verify)/;

/** How one role writes its records: the first digit of an event's id is the role's number. */
export class Writer {
  readonly #day: Day;
  readonly #mark: string;

  constructor(day: Day, role: number) {
    this.#day = day;
    this.#mark = role.toString(16);
  }

  /** The record of one call, like `ec2:DescribeInstances`, as CloudTrail writes it. */
  call(caller: Caller, time: number, what: string, call: Call = {}): Made {
    const day = this.#day;
    const [prefix = '', eventName = ''] = what.split(':');
    const isData = DATA.test(what);
    const [errorCode, errorMessage] =
      typeof call.error === 'string' ? [call.error, denial(caller, what)] : (call.error ?? []);
    const isService = /amazonaws\.com$|^AWS Internal$/.test(caller.address);
    const record = {
      eventVersion: '1.11',
      userIdentity: caller.identity,
      eventTime: `${new Date(time).toISOString().slice(0, 19)}Z`,
      eventSource: `${SOURCES[prefix] ?? prefix}.amazonaws.com`,
      eventName,
      awsRegion: GLOBAL.has(prefix) ? 'us-east-1' : (call.region ?? caller.region),
      sourceIPAddress: caller.address,
      userAgent: caller.agent,
      ...(errorCode === undefined ? {} : { errorCode, errorMessage }),
      requestParameters: call.parameters ?? null,
      responseElements: call.response ?? null,
      ...(call.additional === undefined ? {} : { additionalEventData: call.additional }),
      requestID: day.uuid(day.digits(1)),
      eventID: day.uuid(this.#mark),
      readOnly: call.readOnly ?? LOOKS.test(eventName),
      ...(call.resources === undefined ? {} : { resources: call.resources }),
      eventType: call.type ?? 'AwsApiCall',
      managementEvent: !isData,
      recipientAccountId: caller.account,
      ...(caller.endpoint === undefined ? {} : { vpcEndpointId: caller.endpoint }),
      ...(isService && call.type === undefined ? { sharedEventID: day.uuid(day.digits(1)) } : {}),
      eventCategory: isData ? 'Data' : 'Management',
      ...(isService ? {} : { tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' } }),
      ...(caller.console === true ? { sessionCredentialFromConsole: 'true' } : {}),
      ...call.more,
    };
    return { time, record };
  }
}

const denial = (caller: Caller, what: string): string =>
  `User: ${(caller.identity as { arn?: string }).arn ?? 'unknown'} is not authorized to perform: ${what} because no identity-based policy allows the ${what} action`;

/** A role of the company's traffic: everything that it does on one day. */
export interface Role {
  readonly name: string;
  day(day: Day, writer: Writer): Iterable<Made>;
}
