import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Failure } from '../errors.ts';
import { isObject } from '../json.ts';
import { once } from '../once.ts';
import type { TimeLeft } from '../ports.ts';
import type { DeliverAll } from './one-by-one.ts';
import { postpone } from './postpone.ts';
import type { Telemetry } from './telemetry.ts';
import type { Visibility } from './visibility.ts';

/** What a direct invocation answers. */
export interface Delivered {
  readonly delivered: true;
}

/**
 * A Lambda handler around `deliverAll`. From SQS each message fails alone (`batchItemFailures`); a handler that answered
 * nothing would have SQS delete the whole batch. A direct invocation that fails throws, so that Lambda tries it again and
 * then hands it to the function's dead-letter queue.
 *
 * @param visibility of the queues whose messages may be asked to come back later
 */
export const lambda = (
  deliverAll: DeliverAll,
  { logger, powertools, log, metrics }: Telemetry,
  visibility?: () => Visibility,
) => {
  const tell = (failures: readonly Failure[]): void => {
    for (const failure of failures) {
      metrics.reason('Failed', failure.reason);
      log.error('not done: the delivery goes back to its queue', { ...failure });
    }
  };
  const batch = (event: SQSEvent, context: Context, left: TimeLeft): Promise<SQSBatchResponse> => {
    const outcome = once(async () => {
      const failures = await deliverAll(
        event.Records.map(({ body }) => body),
        left,
      );
      return new Map(event.Records.map((record, index) => [record, failures[index] ?? NOT_ANSWERED]));
    });
    /** Failures are values up to here; the batch processor is told of them by a throw. */
    const answer = async (record: SQSRecord): Promise<void> => {
      const failures = (await outcome()).get(record) ?? NOT_ANSWERED;
      if (failures.length === 0) return;
      tell(failures);
      if (visibility !== undefined) await postpone(record, failures, visibility(), log);
      throw new DeliveryFailed(failures);
    };
    return processPartialResponse(event, answer, new BatchProcessor(EventType.SQS), {
      context,
      processInParallel: false,
      // All messages failed: still say which, so that none is deleted and none is retried as one block.
      throwOnFullBatchFailure: false,
    });
  };
  return middy<unknown, SQSBatchResponse | Delivered>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(powertools))
    .handler(async (event: unknown, context: Context): Promise<SQSBatchResponse | Delivered> => {
      const left: TimeLeft = () => context.getRemainingTimeInMillis();
      try {
        if (isSqsEvent(event)) return await batch(event, context, left);
        const [failures = NOT_ANSWERED] = await deliverAll([event], left);
        tell(failures);
        if (failures.length > 0) throw new DeliveryFailed(failures);
        return { delivered: true };
      } finally {
        metrics.publish();
      }
    });
};

/** A message of which nothing was said is not done. */
const NOT_ANSWERED: readonly Failure[] = [{ next: 'retry', reason: 'not-answered', detail: 'no outcome was returned' }];

class DeliveryFailed extends Error {
  override readonly name = 'DeliveryFailed';

  constructor(failures: readonly Failure[]) {
    super(failures.map(({ next, reason, detail }) => `${next} ${reason}: ${detail}`).join('; '));
  }
}

const isSqsEvent = (event: unknown): event is SQSEvent =>
  isObject(event) &&
  Array.isArray(event['Records']) &&
  event['Records'].length > 0 &&
  event['Records'].every((record) => isObject(record) && record['eventSource'] === 'aws:sqs');
