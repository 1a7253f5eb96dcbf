import { isMainThread } from 'node:worker_threads';

// One program, for the thread that measures and for those in which the ways run.
if (isMainThread) await import('./throughput/main.ts');
else await import('./throughput/way-thread.ts');
