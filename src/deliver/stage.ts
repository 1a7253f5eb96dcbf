import type { Alert } from '../alert/alert.ts';
import { ok, type Result } from '../errors.ts';
import type { QuietWindows, Settlement } from '../ports.ts';
import { askQuiet } from './announce.ts';
import { type DeliveryPorts, deliverOnce } from './deliver-once.ts';

/**
 * Reports what a staged rule would have told, once, and with quiet windows of its own: the line in the log is the report,
 * and nobody is told. When the rule goes live, what it kept quiet while it was staged does not keep it quiet.
 */
export const stage = (
  alert: Alert,
  ports: DeliveryPorts & { readonly quiet: QuietWindows },
): Promise<Result<Settlement>> =>
  deliverOnce(`${alert.id}#staged`, ports, async () => {
    const answer = await askQuiet({ ...alert, dedup: { ...alert.dedup, key: `staged ${alert.dedup.key}` } }, ports);
    if (!answer.ok) return answer;
    ports.metrics.count(answer.value.speak ? 'AlertsStaged' : 'AlertsSilenced');
    if (answer.value.speak) {
      const { rule, title, event } = alert;
      ports.log.info('staged', { rule: rule.name, level: rule.level, title, event: event.id, account: event.account });
    }
    return ok({ state: 'silenced' });
  });
