import { describeModel } from "./model-suite.ts";

describeModel(150, 60_000); // 5,000 by `npm run test:long`
