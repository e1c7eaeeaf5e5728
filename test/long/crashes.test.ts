import { describeCrashes } from "../store/crashes/suite.ts";

describeCrashes(10_001, 500);
