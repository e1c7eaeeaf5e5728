/**
 * Mounts what is given now, so that mistakes surface at startup. Where a function makes the options, mounts at the
 * first request; while that function throws, the next request asks it again.
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
