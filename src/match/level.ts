/** Sigma's levels, from least to most urgent. There is no second severity. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];
