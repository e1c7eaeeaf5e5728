// A test that moves the clock, or counts turns of the event loop, cannot wait for what is loaded at its first use: on
// a busy machine one module takes longer than an hour of such a test. So everything is loaded before it starts.

import "ky";

declare global {
  interface ImportMeta {
    /** Vite replaces the call with imports of the files. */
    glob(pattern: string, options: { eager: true }): unknown;
  }
}

import.meta.glob("../../src/{core,resources,store,utils,webhooks}/**/*.ts", { eager: true });
