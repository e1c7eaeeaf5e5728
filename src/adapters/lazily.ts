/**
 * Mounts options immediately, to report mistakes at startup. If a function returns the options, it is called at the
 * first request, and again at the next one for as long as it throws.
 */
export function lazily<Options extends object, Mounted, Facts extends unknown[]>(
  options: Options | ((...facts: Facts) => Options),
  mount: (options: Options) => Mounted,
): (...facts: Facts) => Mounted {
  let mounted = typeof options === "function" ? undefined : mount(options);
  return (...facts) => {
    mounted ??= mount(typeof options === "function" ? options(...facts) : options);
    return mounted;
  };
}
