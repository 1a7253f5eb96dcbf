import { onNumber } from './operator.ts';

export const lt = onNumber((actual, expected) => actual < expected);
export const lte = onNumber((actual, expected) => actual <= expected);
export const gt = onNumber((actual, expected) => actual > expected);
export const gte = onNumber((actual, expected) => actual >= expected);
