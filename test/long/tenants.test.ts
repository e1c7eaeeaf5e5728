import { describeTenants } from "../tenants/tenants-suite.ts";

describeTenants([10_001], 1000);
