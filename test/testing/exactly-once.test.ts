import { describeExactlyOnce } from "./exactly-once-suite.ts";

describeExactlyOnce(600);
