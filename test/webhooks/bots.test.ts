import { describeBots } from "./bots-suite.ts";

describeBots(1, 50); // 1,000 by `npm run test:long`
