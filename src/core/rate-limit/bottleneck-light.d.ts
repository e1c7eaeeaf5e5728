/** The part of bottleneck we use; its light build ships no types. */
declare module "bottleneck/light.js" {
  export default class Bottleneck {
    constructor(options: { minTime: number });
    /** Private in bottleneck, hence the pinned version; a test fails if it disappears. */
    _store: { yieldLoop: () => Promise<void> };
    schedule<T>(job: () => Promise<T>): Promise<T>;
    updateSettings(options: { minTime: number }): Promise<unknown>;
  }
}
