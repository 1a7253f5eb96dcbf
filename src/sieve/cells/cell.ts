/**
 * What a record holds in a field, as assembly/values.ts has it: nothing; something that cannot be told, below a list or too
 * long; a value's number, the same in all records; or where the value stands in this record, and how long it is.
 */
export const ABSENT = 0;
export const UNKNOWN = 1;
export const FIRST_VALUE = 2;
export const FIRST_SPAN = 4 << 12;

/** Whether all records with this cell hold the same in the field. */
export const isNumbered = (cell: number): boolean => cell < FIRST_SPAN && cell !== UNKNOWN;
