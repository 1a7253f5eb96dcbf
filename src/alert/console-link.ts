/** `eu-west-1`, `us-gov-west-1`; a record's awsRegion is free text. */
const REGION = /^(?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-(?:gov|iso[a-z]?))?-[a-z]{2,12}-\d$/;
const EVENT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The event in CloudTrail's event history. Built from checked parts only: a link in an alert is clicked. */
export function consoleLink(region: string, eventId: string): string | undefined {
  if (!REGION.test(region) || !EVENT_ID.test(eventId)) return undefined;
  const url = new URL(`https://${region}.${consoleHost(region)}/cloudtrailv2/home`);
  url.searchParams.set('region', region);
  url.hash = `/events/${eventId}`;
  return url.href;
}

/** Every partition has a console of its own. */
function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  if (region.startsWith('us-gov-')) return 'console.amazonaws-us-gov.com';
  return 'console.aws.amazon.com';
}
