import { describeBots } from "../webhooks/bots-suite.ts";

describeBots(10_001, 1000);
