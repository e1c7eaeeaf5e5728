/**
 * Builds a value at its first use and keeps it. Schemas are declared with it, because building all of them at import
 * would cost every program milliseconds for message kinds it never sends.
 */
export function once<T>(build: () => T): () => T {
  let built: { value: T } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
