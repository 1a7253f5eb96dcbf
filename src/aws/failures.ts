import { config, type Failure, messageOf, retry } from '../errors.ts';

/** Somebody has to mend something; trying again changes nothing. Names as the services' models write them. */
const CONFIG = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'InvalidObjectState',
  'KMSAccessDeniedException',
  'KMSDisabledException',
  'KMSInvalidStateException',
  'KMS.DisabledException',
  'NoSuchBucket',
  'NoSuchKey',
  'NotFound',
  'NotFoundException',
  'ParameterNotFound',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'ResourceNotFoundException',
  'InvalidParameter',
  'InvalidParameterException',
  'ValidationException',
]);

/** What should happen after an error of the SDK. What is not known is tried again: that loses nothing. */
export function failureOf(doing: string, thrown: unknown): Failure {
  const name = thrown instanceof Error ? thrown.name : 'Error';
  const detail = `${doing}: ${name}: ${messageOf(thrown)}`;
  return CONFIG.has(name) || statusOf(thrown) === 403 ? config(name, detail) : retry(name, detail);
}

function statusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('$metadata' in thrown)) return undefined;
  const { $metadata: metadata } = thrown;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
