import type { Alert } from './alert.ts';

/** Longer links are of no use in a message and would crowd out the rest. */
export const LINK_MAX = 600;

/** The AWS console in its partitions: https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
const CONSOLE_HOSTS = ['console.aws.amazon.com', 'console.amazonaws-us-gov.com', 'console.amazonaws.cn'];

/** The event in the console. Built from validated parts, and checked again here, since the alert came through a queue. */
export function consoleUrl(alert: Alert): string | undefined {
  const url = httpsUrl(alert.link);
  if (url === undefined || url.port !== '') return undefined;
  const isConsole = CONSOLE_HOSTS.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
  return isConsole ? bare(url) : undefined;
}

export function runbookUrl(alert: Alert): string | undefined {
  const url = httpsUrl(alert.runbook);
  return url === undefined ? undefined : bare(url);
}

function httpsUrl(text: string | undefined): URL | undefined {
  if (text === undefined || text.length > LINK_MAX || !URL.canParse(text)) return undefined;
  const url = new URL(text);
  const hasLogin = url.username !== '' || url.password !== '';
  return url.protocol === 'https:' && !hasLogin ? url : undefined;
}

/** `URL` leaves `|` and some quotes as they are; Slack ends a link at `|`, mail programs at a quote. */
function bare(url: URL): string | undefined {
  const href = url.href.replace(/[|'"`<>\\^{}]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return href.length <= LINK_MAX ? href : undefined;
}
