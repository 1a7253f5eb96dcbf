import { RuleSet } from '../../src/match/rule-set.ts';
import { compiledRules, loadRuleFiles } from '../../src/rule/load.ts';

const LISTS = new Map(
  ['used_regions', 'own_accounts', 'trail_buckets', 'deployment_roles', 'corporate_networks'].map((name) => [
    name,
    name === 'corporate_networks' ? ['203.0.113.0/24'] : ['us-east-1'],
  ]),
);

/** The whole pack, with something in each list. */
export async function everyRule(): Promise<RuleSet> {
  return new RuleSet(compiledRules(await loadRuleFiles(['rules'], LISTS)));
}
