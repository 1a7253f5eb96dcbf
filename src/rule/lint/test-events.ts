import { textOf } from '../../json.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { LoadedMemoryRule } from '../compile-correlation.ts';
import type { LoadedRule } from '../compile-rule.ts';
import type { EventOfTest } from '../test-event.ts';
import { lintField } from './fields.ts';
import type { Remark } from './finding.ts';
import { isMisspelling, nearestName } from './misspelt.ts';

/** Misspelt fields and event names in the events of tests: a near miss passes with them for the wrong reason. */
export function lintTestEvents(rule: LoadedRule | LoadedMemoryRule, catalogue: Catalogue): Remark[] {
  return rule.tests.flatMap((test, i) =>
    'events' in test
      ? test.events.flatMap((event, k) => lintEvent(rule, ['tests', i, 'events', k], event, catalogue))
      : lintEvent(rule, ['tests', i], test, catalogue),
  );
}

type Path = readonly PropertyKey[];

function lintEvent(
  { document }: Pick<LoadedRule, 'document'>,
  path: Path,
  { event = {}, patch = {} }: EventOfTest,
  catalogue: Catalogue,
): Remark[] {
  const at = (...more: Path): Pick<Remark, 'line' | 'column'> => {
    const { line, column } = document.errorAtKey([...path, ...more], '');
    return line === undefined || column === undefined ? {} : { line, column };
  };
  const fields = [
    ...Object.keys(event).map((key): [string, string] => ['event', key]),
    ...Object.keys(patch).map((key): [string, string] => ['patch', key]),
  ];
  const remarks = fields.flatMap(([under, key]): Remark[] => {
    const remark = lintField(key.replaceAll('\\.', ''));
    return remark?.severity === 'error' ? [{ ...at(under, key), ...remark }] : [];
  });
  const name = textOf(patch, 'eventName') ?? textOf(event, 'eventName');
  const meant = name === undefined ? undefined : misspelt(name, catalogue);
  return meant === undefined
    ? remarks
    : [
        ...remarks,
        {
          severity: 'error',
          ...at(textOf(patch, 'eventName') === undefined ? 'event' : 'patch', 'eventName'),
          message: `no service is known to write the eventName ${name}`,
          hint: `Did you mean "${meant}"?`,
        },
      ];
}

function misspelt(name: string, catalogue: Catalogue): string | undefined {
  if (catalogue.sourcesOf(name).length > 0) return undefined;
  const near = nearestName(name, catalogue.names);
  return near !== undefined && isMisspelling(name, near, catalogue) ? near : undefined;
}
