const GRANTS = ['eventName', 'eventSource', 'requestParameters'];

const WHO = ['type', 'arn', 'userName', 'accountId', 'principalId', 'invokedBy', 'onBehalfOf.userId'].map(
  (field) => `userIdentity.${field}`,
);

/**
 * The fields of a record that a derived field is made of, and that nothing else changes; what is not here is asked of
 * parsed records only.
 */
export const DERIVED_INPUTS: ReadonlyMap<string, readonly (readonly string[])[]> = new Map(
  Object.entries({
    actor: [...WHO, 'userIdentity.sessionContext.sessionIssuer.userName'],
    principal: [
      ...WHO,
      'userIdentity.sessionContext.sessionIssuer.userName',
      'userIdentity.sessionContext.sessionIssuer.arn',
    ],
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
    'policy.public': GRANTS,
    'policy.externalAccounts': [...GRANTS, 'recipientAccountId', 'userIdentity.accountId', 'resources'],
    'policy.admin': GRANTS,
    opensToWorld: ['eventName', 'requestParameters'],
  }).map(([name, fields]) => [name, fields.map((field) => field.split('.'))]),
);

/** The fields of a record that a path is read from: itself, or what a derived field is made of; undefined where that is not known. */
export const inputsOfPath = (path: readonly string[]): readonly (readonly string[])[] | undefined =>
  path[0] === 'derived' ? DERIVED_INPUTS.get(path.slice(1).join('.')) : [path];
