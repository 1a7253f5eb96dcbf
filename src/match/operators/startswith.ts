import { onText } from './operator.ts';

export const startswith = onText((value) => (text) => text.startsWith(value));
