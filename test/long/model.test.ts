import { describeModel } from "../webhooks/model-suite.ts";

describeModel(5000, 30 * 60_000);
