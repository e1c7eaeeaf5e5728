import { describeCrashes } from "./crashes/suite.ts";

describeCrashes(1, 25);
