import { describeTenants } from "./tenants-suite.ts";

// `test/long/tenants.test.ts` has a thousand.
describeTenants([1], 100);
