/** A JSON object whose keys an attacker may have chosen: read it with `own`, never with `in` or by merging. */
export type JsonObject = { readonly [key: string]: unknown };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of an own key; `__proto__` and `constructor` are keys like any other. */
export const own = (object: JsonObject, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

/** The text under an own key, or undefined where there is none or it is not text. */
export const textOf = (object: JsonObject, key: string): string | undefined => {
  const value = own(object, key);
  return typeof value === 'string' ? value : undefined;
};

/** The object under an own key, or undefined where there is none or it is something else. */
export const objectOf = (object: JsonObject, key: string): JsonObject | undefined => {
  const value = own(object, key);
  return isObject(value) ? value : undefined;
};

/** Parses text; undefined is a possible JSON answer only for bad text, since JSON has no undefined. */
export const parseJson = (text: string): { ok: true; value: unknown } | { ok: false; message: string } => {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch (thrown) {
    return { ok: false, message: thrown instanceof Error ? thrown.message : String(thrown) };
  }
};
