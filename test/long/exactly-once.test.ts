import { describeExactlyOnce } from "../testing/exactly-once-suite.ts";

describeExactlyOnce(10_000);
