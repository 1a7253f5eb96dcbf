import { isObject, type JsonObject, own } from '../../src/json.ts';
import type { Template } from './packaged.ts';

/** What lies under a path of keys, or undefined. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (isObject(inner) ? own(inner, key) : undefined), value);

/** CloudFormation takes one thing or a list of them. */
export const list = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

/** The resources of a type, by logical id, as their properties. */
export const ofType = (template: Template, type: string): ReadonlyArray<readonly [string, JsonObject]> =>
  [...template.resources]
    .filter(([, resource]) => resource['Type'] === type)
    .map(([id, resource]) => [id, isObject(resource['Properties']) ? resource['Properties'] : {}]);

/** The resource that a Ref, a GetAtt or a DependsOn names. */
export const target = (value: unknown): string | undefined => {
  const ref = at(value, 'Ref');
  if (typeof ref === 'string') return ref;
  const [id] = list(at(value, 'Fn::GetAtt'));
  return typeof id === 'string' ? id : undefined;
};

export const propertiesOf = (template: Template, id: string | undefined): unknown =>
  id === undefined ? undefined : at(template.resources.get(id), 'Properties');

/** A value as text: of Fn::Sub the pattern, of anything else that is not text its JSON. */
export const spelt = (value: unknown): string => {
  if (typeof value === 'string') return value;
  const sub = at(value, 'Fn::Sub');
  return typeof sub === 'string' ? sub : JSON.stringify(value);
};

export interface Statement {
  readonly where: string;
  readonly actions: readonly string[];
  readonly resources: readonly unknown[];
  readonly principal: unknown;
  readonly condition: unknown;
  readonly effect: unknown;
}

const statements = (where: string, document: unknown): readonly Statement[] =>
  list(at(document, 'Statement')).map((statement) => ({
    where,
    actions: list(at(statement, 'Action')).map(String),
    resources: list(at(statement, 'Resource')),
    principal: at(statement, 'Principal'),
    condition: at(statement, 'Condition'),
    effect: at(statement, 'Effect'),
  }));

export const roleStatements = (template: Template, id?: string): readonly Statement[] =>
  ofType(template, 'AWS::IAM::Role')
    .filter(([role]) => id === undefined || role === id)
    .flatMap(([role, properties]) =>
      list(properties['Policies']).flatMap((policy) => statements(role, at(policy, 'PolicyDocument'))),
    );

export const queueStatements = (template: Template): readonly Statement[] =>
  ofType(template, 'AWS::SQS::QueuePolicy').flatMap(([id, properties]) => statements(id, properties['PolicyDocument']));

/** What the values of a condition say about a key, whatever the operator. */
export const conditionValues = (condition: unknown, key: string): readonly unknown[] =>
  isObject(condition) ? Object.values(condition).flatMap((test) => list(at(test, key))) : [];
