/** What Node.js says of modules that load well all the same. */
const harmless = ["ExperimentalWarning", "MODULE_TYPELESS_PACKAGE_JSON"];

/** Runs a work without Node's warnings that types are stripped, or that a package does not say what its modules are. */
export async function undisturbed<T>(work: () => Promise<T>): Promise<T> {
  const { emitWarning } = process;
  process.emitWarning = ((...words: Parameters<typeof emitWarning>) => {
    if (!harmless.some((word) => JSON.stringify(words).includes(word))) emitWarning.apply(process, words);
  }) as typeof emitWarning;
  try {
    return await work();
  } finally {
    process.emitWarning = emitWarning;
  }
}
