import type { Service } from './call.ts';
import type { Fault } from './fault.ts';

/** What the bench tells the proxy. */
export type ToProxy =
  /** Opens a port for each service, for one function process: so the proxy knows whose call it sees. */
  | { readonly kind: 'open'; readonly slot: string; readonly servers: Readonly<Record<Service, string>> }
  | { readonly kind: 'process'; readonly slot: string; readonly pid: number }
  | { readonly kind: 'rate'; readonly rate: number; readonly seed: number; readonly only?: readonly Fault[] }
  /** Does this to the first call of that step, and about that alert where one is named, once. */
  | { readonly kind: 'arm'; readonly step: string; readonly alert?: string; readonly fault: Fault };

/** One call that something was done to, or that the account of repeats needs. */
export interface Entry {
  readonly kind: 'call';
  /** When the call came. */
  readonly since: number;
  /** When it was answered, or what was done to it was done. */
  readonly at: number;
  readonly slot: string;
  readonly service: Service;
  readonly step: string;
  readonly alert: string;
  readonly fault: Fault;
  /** What the server answered; 0 where it was not asked. */
  readonly status: number;
}

export type FromProxy =
  | { readonly kind: 'opened'; readonly slot: string; readonly ports: Readonly<Record<Service, number>> }
  | Entry;

/** Something that a destination took. */
export interface Accepted {
  readonly kind: 'accepted';
  readonly at: number;
  readonly destination: 'sns' | 'text' | 'slack';
  /** Of Slack the first twelve digits. */
  readonly alert: string;
  readonly what: 'alert' | 'repeat' | 'ended';
  readonly body: string;
}

export type FromServers =
  | { readonly kind: 'ready'; readonly urls: Readonly<Record<Service, string>>; readonly direct: string }
  | Accepted;
