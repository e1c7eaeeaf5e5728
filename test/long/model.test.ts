import { describeModel } from "../webhooks/model-suite.ts";

describeModel({ deviations: 2, numRuns: 5000, timeout: 60 * 60_000 });
