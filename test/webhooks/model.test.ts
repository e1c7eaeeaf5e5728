import { describeModel } from "./model-suite.ts";

describeModel({ deviations: 1, numRuns: 100 }); // more by `npm run test:long`
