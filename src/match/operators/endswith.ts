import { onText } from './operator.ts';

export const endswith = onText((value) => (text) => text.endsWith(value));
