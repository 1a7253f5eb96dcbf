import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  type FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { failed, ok, type Reject, type Result, reject, retry } from '../errors.ts';
import { isObject, type JsonObject, objectOf, parseJson, textOf } from '../json.ts';
import type { Activity, ActivityQuery, ActivitySummary } from '../ports.ts';
import { failureOf } from './failures.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html: filterPattern */
export const FILTER_PATTERN_MAX = 1024;

/** For all pages together: somebody waits for the alert. */
const BUDGET_MS = 4000;
/** Up to 10,000 events or 1 MB each; many pages are empty, because a page ends with what was searched. */
const PAGES_MAX = 10;

export interface ActivityLimits {
  readonly budgetMs?: number;
  readonly pagesMax?: number;
  /** The clock of the budget. */
  readonly timeout?: (ms: number) => AbortSignal;
}

/** The log group that CloudTrail writes to, asked what one actor did. What was read when time runs out still counts. */
export function cloudwatchActivity(
  client: Pick<CloudWatchLogsClient, 'send'>,
  logGroup: string,
  limits: ActivityLimits = {},
): Activity {
  const { budgetMs = BUDGET_MS, pagesMax = PAGES_MAX, timeout = (ms) => AbortSignal.timeout(ms) } = limits;
  return {
    async of(query) {
      const pattern = patternFor(query.arn);
      if (!pattern.ok) return pattern;
      const abortSignal = timeout(budgetMs);
      const tally = new Tally(query);
      const request = {
        logGroupName: logGroup,
        filterPattern: pattern.value,
        startTime: query.from,
        endTime: query.to,
      };
      let nextToken: string | undefined;
      for (let page = 0; page < pagesMax; page += 1) {
        try {
          const input = nextToken === undefined ? request : { ...request, nextToken };
          const answer = await client.send(new FilterLogEventsCommand(input), { abortSignal });
          tally.add(answer);
          nextToken = answer.nextToken;
        } catch (thrown) {
          if (tally.pages > 0) return ok(tally.summary(false));
          if (abortSignal.aborted) return failed(retry('timeout', `no answer about ${logGroup} in ${budgetMs} ms`));
          return failed(failureOf('logs:FilterLogEvents', thrown));
        }
        if (nextToken === undefined) return ok(tally.summary(true));
      }
      return ok(tally.summary(false));
    },
  };
}

/**
 * An IAM path may hold any of U+0021–7E, so an attacker can write quotes, `*` (a wildcard) and `%` (a regex) into an
 * ARN: https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html. Quotes can be escaped, wildcards cannot.
 */
function patternFor(arn: string): Result<string, Reject> {
  if (arn === '' || /[*%\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(arn)) {
    return failed(reject('unsearchable-arn', 'the ARN is empty or holds a wildcard or a control character'));
  }
  const pattern = `{ $.userIdentity.arn = "${arn.replace(/["\\]/g, '\\$&')}" }`;
  return pattern.length <= FILTER_PATTERN_MAX
    ? ok(pattern)
    : failed(reject('unsearchable-arn', `the filter pattern would have ${pattern.length} characters`));
}

/** Counts, and checks each record against the query once more: the filter's own reading of quotes is not relied on. */
class Tally {
  pages = 0;
  private readonly query: ActivityQuery;
  private calls = 0;
  private errors = 0;
  private readonly addresses = new Set<string>();
  private readonly regions = new Set<string>();

  constructor(query: ActivityQuery) {
    this.query = query;
  }

  add({ events = [] }: FilterLogEventsCommandOutput): void {
    this.pages += 1;
    for (const { message = '' } of events) {
      const parsed = parseJson(message);
      if (parsed.ok && isObject(parsed.value)) this.count(parsed.value);
    }
  }

  private count(record: JsonObject): void {
    if (textOf(objectOf(record, 'userIdentity') ?? {}, 'arn') !== this.query.arn) return;
    this.calls += 1;
    if (textOf(record, 'errorCode')) this.errors += 1;
    const address = textOf(record, 'sourceIPAddress');
    if (address) this.addresses.add(address);
    const region = textOf(record, 'awsRegion');
    if (region) this.regions.add(region);
  }

  summary(complete: boolean): ActivitySummary {
    const { calls, errors, addresses, regions } = this;
    return { calls, errors, addresses: addresses.size, regions: regions.size, complete };
  }
}
