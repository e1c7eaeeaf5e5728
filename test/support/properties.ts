import fc from "fast-check";

/**
 * fast-check, with the same inputs in every run, so that `npm test` fails because of a change, and never by chance.
 * `SEED=random` tries others, and `SEED=123` repeats a run that failed: its seed is in the failure.
 */
const { SEED = "20261128" } = process.env;
if (SEED !== "random") fc.configureGlobal({ seed: Number(SEED) });

export { fc };
