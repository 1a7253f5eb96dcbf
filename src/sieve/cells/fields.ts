/** A field that the scanner looks for, or one on the way to it. */
export interface Field {
  readonly path: readonly string[];
  /** The field that holds it; 0 is the record. */
  readonly parent: number;
  /** The first number that is no field below it. */
  readonly behind: number;
  /** How many of its values the scanner gives a number; none where they do not repeat from record to record. */
  readonly numbers: number;
}

/** As many as the scanner's tables hold (assembly/layout.ts). What a rule asks beyond them only a parser can tell. */
export const MAX_FIELDS = 384;

/** Fields of which an account has thousands of values at most, so that each is worked out once for many records. */
const REPEATING: ReadonlySet<string> = new Set([
  'eventVersion',
  'digestS3Object',
  'eventName',
  'eventSource',
  'eventType',
  'eventCategory',
  'awsRegion',
  'readOnly',
  'errorCode',
  'errorMessage',
  'recipientAccountId',
  'sourceIPAddress',
  'userAgent',
  'vpcEndpointId',
  'userIdentity.type',
  'userIdentity.arn',
  'userIdentity.accountId',
  'userIdentity.userName',
  'userIdentity.principalId',
  'userIdentity.onBehalfOf.userId',
  'userIdentity.invokedBy',
  'userIdentity.sessionContext.sessionIssuer.type',
  'userIdentity.sessionContext.sessionIssuer.arn',
  'userIdentity.sessionContext.sessionIssuer.userName',
  'userIdentity.sessionContext.attributes.mfaAuthenticated',
  'responseElements.ConsoleLogin',
  'additionalEventData.MFAUsed',
  'sessionCredentialFromConsole',
  // What the calls that go on all day are about.
  'requestParameters.bucketName',
  'requestParameters.functionName',
  'requestParameters.keyId',
  'requestParameters.roleArn',
  'requestParameters.roleName',
  'requestParameters.secretId',
  'requestParameters.tableName',
]);

/** Without a number nobody could tell what the record is. */
const ALWAYS_NUMBERED: ReadonlySet<string> = new Set(['eventName', 'eventSource', 'eventCategory', 'eventVersion']);

/** Of what people and machines make up by the thousand, sessions and addresses, the first ones get numbers. */
const MOST_NUMBERED = 768;

function numbersFor(field: string): number {
  if (ALWAYS_NUMBERED.has(field)) return 65_536;
  return REPEATING.has(field) ? MOST_NUMBERED : 0;
}

/**
 * The paths that rules ask for as a tree, its fields numbered so that those below a field follow it. Field 0 is the
 * record itself.
 */
export class FieldTree {
  readonly fields: readonly Field[];
  readonly #numbers = new Map<string, number>();

  /** @param paths the most useful first; those beyond MAX_FIELDS are left out */
  constructor(paths: readonly (readonly string[])[]) {
    const root: Branch = { below: new Map() };
    let size = 1;
    for (const path of paths) {
      if (size + path.length > MAX_FIELDS) break;
      let branch = root;
      for (const key of path) {
        const next: Branch = branch.below.get(key) ?? { below: new Map() };
        if (!branch.below.has(key)) size++;
        branch.below.set(key, next);
        branch = next;
      }
    }
    this.fields = numbered(root);
    for (const [number, { path }] of this.fields.entries()) this.#numbers.set(JSON.stringify(path), number);
  }

  field(number: number): Field {
    return this.fields[number] as Field;
  }

  /** The numbers of the fields whose values repeat. */
  get repeating(): readonly number[] {
    return this.fields.flatMap(({ numbers }, number) => (numbers > 0 ? [number] : []));
  }

  /** The number of a path; undefined where the scanner does not look for it. */
  numberOf(path: readonly string[]): number | undefined {
    return this.#numbers.get(JSON.stringify(path));
  }
}

interface Branch {
  readonly below: Map<string, Branch>;
}

/** In preorder, without recursion. */
function numbered(root: Branch): Field[] {
  const found: { path: readonly string[]; parent: number }[] = [];
  const waiting: { branch: Branch; path: readonly string[]; parent: number }[] = [
    { branch: root, path: [], parent: 0 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const number = found.push({ path: next.path, parent: next.parent }) - 1;
    for (const [key, branch] of next.branch.below) {
      waiting.push({ branch, path: [...next.path, key], parent: number });
    }
  }
  return found.map(({ path, parent }, number) => {
    const after = found.findIndex((other, at) => at > number && other.path.length <= path.length);
    return {
      path,
      parent,
      behind: after === -1 ? found.length : after,
      numbers: numbersFor(path.join('.')),
    };
  });
}
