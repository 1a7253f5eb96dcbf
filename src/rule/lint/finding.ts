import type { RuleError } from '../rule-error.ts';

/**
 * Something about a rule that loads, and is probably not meant. An error is a rule that does not do what it says; a
 * warning may be right where the catalogue is older than the service, or the deployment differs.
 */
export interface Finding extends RuleError {
  /** The rule's name. */
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  /** Set on what may be passed over as a whole. */
  readonly about?: 'tests';
}

/** Where records come from, as far as it is known. What is left out is not known, and nothing is said about it. */
export interface Deployment {
  readonly sources: ReadonlySet<Source>;
  /** The region of the EventBridge rule, `eu-central-1`. */
  readonly region?: string;
  /** The services, `s3.amazonaws.com`, whose data events the trail selects. */
  readonly dataEvents?: ReadonlySet<string>;
  /** Whether CloudTrail Insights is switched on. */
  readonly insights?: boolean;
}

/**
 * How records come here. `eventbridge-read-only` is an EventBridge rule in the state
 * ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS, which gets List, Get and Describe calls too.
 */
export type Source = 's3' | 'eventbridge' | 'eventbridge-read-only' | 'cloudwatch-logs';

/** What a check says, before it is known for which rule. */
export type Remark = Omit<Finding, 'rule' | 'file'>;
