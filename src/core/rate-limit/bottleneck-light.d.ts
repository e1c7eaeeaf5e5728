/** The part of bottleneck that is used; its light build has no types of its own. */
declare module "bottleneck/light.js" {
  export default class Bottleneck {
    constructor(options: { minTime: number });
    /** Private at bottleneck, hence its exact version; a test fails when it is gone. */
    _store: { yieldLoop: () => Promise<void> };
    schedule<T>(job: () => Promise<T>): Promise<T>;
    updateSettings(options: { minTime: number }): Promise<unknown>;
  }
}
