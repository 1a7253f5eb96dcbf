/**
 * The fields of a record that a derived field is made of, and that nothing else changes; what is not here is asked of
 * parsed records only. Each is a text, a number or nothing wherever the derived field looks at it.
 */
export const DERIVED_INPUTS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries({
    apiName: ['eventName'],
    isAwsService: [
      'userIdentity.type',
      'userIdentity.invokedBy',
      'userIdentity.sessionContext.sessionIssuer.arn',
      'sourceIPAddress',
    ],
    isGlobalService: ['eventSource', 'awsRegion'],
    success: ['errorCode', 'errorMessage', 'eventType', 'responseElements.ConsoleLogin'],
    denied: ['errorCode'],
    fromConsole: ['userIdentity.accessKeyId', 'userAgent', 'sessionCredentialFromConsole', 'eventType'],
    sourceNetwork: ['sourceIPAddress'],
    parametersOmitted: ['requestParameters.omitted'],
  }).map(([name, fields]) => [name, fields.map((field) => field.split('.'))]),
);
