// Which suites Jest starts first. It goes by how long each took the last time, and where it has never run, as in a fresh
// clone, by the size of the file. Those that start programs and servers are short to read and long to wait for: if one of
// them came last, the other cores would wait with it.
import { sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';

const SLOW = ['cli', 'contract', 'deploy', 'docs', 'e2e', 'scan'].map((folder) => `${sep}test${sep}${folder}${sep}`);
const isSlow = ({ path }) => SLOW.some((folder) => path.includes(folder));

export default class SlowFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
  }
}
