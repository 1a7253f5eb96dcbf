/**
 * The fields at the top of a record. CloudTrail user guide: record contents for management, data and network activity
 * events (event version 1.11), for Insights events, and for aggregated events.
 */
export const RECORD_FIELDS: ReadonlySet<string> = new Set(
  [
    'eventTime eventVersion userIdentity eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage',
    'requestParameters responseElements additionalEventData requestID eventID eventType apiVersion managementEvent',
    'readOnly resources recipientAccountId serviceEventDetails sharedEventID vpcEndpointId vpcEndpointAccountId',
    'eventCategory addendum sessionCredentialFromConsole eventContext edgeDeviceDetails tlsDetails',
    // Insights, of trails and of event data stores.
    'insightDetails insightSource insightsEventCategory',
    // Aggregated; their id is written otherwise.
    'accountId eventId timeWindow summary',
    // Exports of other tools, which this product reads too (record/event-time.ts).
    '@timestamp eventStartTime',
  ].flatMap((names) => names.split(' ')),
);
