import { describeModel } from "./model-suite.ts";

describeModel({ deviations: 1, numRuns: 100, timeout: 60_000 }); // more by `npm run test:long`
