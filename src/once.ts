/** Makes a value at the first call and keeps it: clients live as long as the function's process does. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
