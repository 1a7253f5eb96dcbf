import { type JsonObject, textOf } from '../json.ts';

/** `UpdateFunctionCode20150331v2` → `UpdateFunctionCode`; `UpdateDistribution2020_05_31` → `UpdateDistribution`. */
export function apiName(raw: JsonObject): string | undefined {
  return textOf(raw, 'eventName')?.replace(/(?:\d{4}_\d\d_\d\d|\d{8})(?:v\d+)?$/, '');
}
