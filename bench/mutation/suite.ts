import { format } from 'node:util';
import { expect } from 'expect';

/** One test, in the order in which its file registers it. */
export interface Test {
  readonly name: string;
  run(): Promise<void>;
}

type Work = () => unknown;

interface Group {
  readonly name: string;
  readonly parent: Group | undefined;
  readonly before: Work[];
  readonly after: Work[];
  readonly beforeEach: Work[];
  readonly afterEach: Work[];
}

/** What of Jest the tests use, without what makes it slow: nothing is loaded or transformed between two mutants. */
export function suite() {
  const tests: Test[] = [];
  const done = new Set<Group>();
  let group = newGroup('', undefined);

  const register = (name: string, body: Work, failing = false): void => {
    const groups = upwards(group).toReversed();
    tests.push({
      name: [...groups.map((one) => one.name), name].filter(Boolean).join(' › '),
      async run() {
        for (const one of groups) {
          if (!done.has(one)) for (const work of one.before) await work();
          done.add(one);
        }
        for (const one of groups) for (const work of one.beforeEach) await work();
        try {
          await (failing ? mustFail(body) : body());
        } finally {
          for (const one of groups.toReversed()) for (const work of one.afterEach) await work();
        }
      },
    });
  };
  const describe = (name: string, body: Work): void => {
    const outer = group;
    group = newGroup(name, outer);
    body();
    group = outer;
  };
  const test = Object.assign((name: string, body: Work) => register(name, body), {
    each: eachOf((name, body) => register(name, body)),
    failing: Object.assign((name: string, body: Work) => register(name, body, true), {
      each: eachOf((name, body) => register(name, body, true)),
    }),
  });
  return {
    tests,
    globals: {
      test,
      expect,
      describe: Object.assign(describe, { each: eachOf(describe), skip: () => {} }),
      beforeAll: (work: Work) => group.before.push(work),
      afterAll: (work: Work) => group.after.push(work),
      beforeEach: (work: Work) => group.beforeEach.push(work),
      afterEach: (work: Work) => group.afterEach.push(work),
    },
    /** After the last test of a run. */
    end: async (): Promise<void> => {
      for (const one of done) for (const work of one.after) await work();
    },
  };
}

const newGroup = (name: string, parent: Group | undefined): Group => ({
  name,
  parent,
  before: [],
  after: [],
  beforeEach: [],
  afterEach: [],
});

const upwards = (group: Group | undefined): Group[] => (group === undefined ? [] : [group, ...upwards(group.parent)]);

const eachOf =
  (register: (name: string, body: Work) => void) =>
  (rows: readonly unknown[]) =>
  (name: string, body: (...row: unknown[]) => unknown): void => {
    for (const row of rows) {
      const cells = Array.isArray(row) ? (row as unknown[]) : [row];
      const used = cells.slice(0, name.match(/%[a-z]/g)?.length ?? 0);
      register(format(name.replaceAll('%p', '%j'), ...used), () => body(...cells));
    }
  };

async function mustFail(body: Work): Promise<void> {
  try {
    await body();
  } catch {
    return;
  }
  throw new Error('a test that is expected to fail did not');
}
