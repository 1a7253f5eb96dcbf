import { onText } from './operator.ts';

export const equals = onText((value) => (text) => text === value);
