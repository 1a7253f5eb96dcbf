import { onText } from './operator.ts';

export const contains = onText((value) => (text) => text.includes(value));
