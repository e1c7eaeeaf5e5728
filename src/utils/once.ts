/**
 * A value built at its first use and kept. Schemas are declared through it: building all of them at import
 * would cost every program milliseconds for message kinds it never sends.
 */
export function once<T>(build: () => T): () => T {
  let built: { value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
