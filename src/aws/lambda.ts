import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Failure } from '../errors.ts';
import { isObject } from '../json.ts';
import type { Telemetry } from './telemetry.ts';

/** One delivery: the body of an SQS message, or the whole event of a direct invocation. */
export type Deliver = (delivery: unknown) => Promise<readonly Failure[]>;

/** What a direct invocation answers. */
export interface Delivered {
  readonly delivered: true;
}

/**
 * A Lambda handler around `deliver`. From SQS each message fails alone (`batchItemFailures`); a handler that answered
 * nothing would have SQS delete the whole batch. A direct invocation that fails throws, so that Lambda tries it again and
 * then hands it to the function's dead-letter queue.
 */
export const lambda = (deliver: Deliver, { logger, powertools, log, metrics }: Telemetry) => {
  /** Failures are values up to here; the batch processor and Lambda are told of them by a throw. */
  const deliverOrThrow = async (delivery: unknown): Promise<void> => {
    const failures = await deliver(delivery);
    for (const failure of failures) {
      metrics.reason('Failed', failure.reason);
      log.error('not done: the delivery goes back to its queue', { ...failure });
    }
    if (failures.length > 0) throw new DeliveryFailed(failures);
  };
  return middy<unknown, SQSBatchResponse | Delivered>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(powertools))
    .handler(async (event: unknown, context: Context): Promise<SQSBatchResponse | Delivered> => {
      try {
        if (isSqsEvent(event)) return await batch(event, context, deliverOrThrow);
        await deliverOrThrow(event);
        return { delivered: true };
      } finally {
        metrics.publish();
      }
    });
};

/** One message after the other: memory stays bounded, and the log can be read. */
const batch = (
  event: SQSEvent,
  context: Context,
  deliver: (body: string) => Promise<void>,
): Promise<SQSBatchResponse> =>
  processPartialResponse(event, ({ body }: SQSRecord) => deliver(body), new BatchProcessor(EventType.SQS), {
    context,
    processInParallel: false,
    // All messages failed: still say which, so that none is deleted and none is retried as one block.
    throwOnFullBatchFailure: false,
  });

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
