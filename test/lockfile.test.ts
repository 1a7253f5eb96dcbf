import { readFile } from 'node:fs/promises';

interface Locked {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(await readFile('package-lock.json', 'utf8')) as { packages: Readonly<Record<string, Locked>> };
const manifest = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, Record<string, string>>;

test('every direct dependency is pinned exactly', () => {
  const all = { ...manifest['dependencies'], ...manifest['devDependencies'] };
  expect(Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
});

test('the lock file holds no download addresses', () => {
  expect(Object.entries(lock.packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('the lock file names the binaries of every platform, so that npm ci works on each', () => {
  const names = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  );
  const platformNames = names.filter((name) => /(?:darwin|linux|win32|android|freebsd|openharmony)-/.test(name));
  expect(platformNames.length).toBeGreaterThan(50);
  expect(platformNames.filter((name) => !(`node_modules/${name}` in lock.packages))).toEqual([]);
});
