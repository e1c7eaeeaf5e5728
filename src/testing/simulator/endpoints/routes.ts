import type { Route } from "../http/router.ts";
import { analyticsRoutes } from "./analytics.ts";
import { blockUserRoutes } from "./block-users.ts";
import { businessAccountRoutes } from "./business-accounts.ts";
import { businessProfileRoutes } from "./business-profile.ts";
import { callbackRoutes } from "./callbacks.ts";
import { callRoutes } from "./calls.ts";
import { debugTokenRoutes } from "./debug-token.ts";
import { groupRoutes } from "./groups.ts";
import { mediaRoutes } from "./media.ts";
import { messageSampleRoutes } from "./message-samples.ts";
import { messageRoutes } from "./messages.ts";
import { paymentRoutes } from "./payments.ts";
import { phoneNumberRoutes } from "./phone-numbers.ts";
import { qrCodeRoutes } from "./qr-codes.ts";
import { registrationRoutes } from "./registration.ts";
import { signupRoutes } from "./signups.ts";
import { templateActionRoutes } from "./templates/actions.ts";
import { templateAnalyticsRoutes } from "./templates/analytics.ts";
import { authenticationTemplateRoutes } from "./templates/authentication.ts";
import { templateComparisonRoutes } from "./templates/compare.ts";
import { templateGroupRoutes } from "./templates/groups.ts";
import { templateLibraryRoutes } from "./templates/library.ts";
import { templateMigrationRoutes } from "./templates/migration.ts";
import { templateReadingRoutes } from "./templates/read.ts";
import { templateRoutes } from "./templates/write.ts";
import { threadRoutes } from "./threads.ts";
import { uploadRoutes } from "./uploads.ts";
import { usernameRoutes } from "./usernames.ts";

/** All endpoints. */
export const routes: readonly Route[] = [
  ...messageRoutes,
  ...mediaRoutes,
  ...uploadRoutes,
  ...templateReadingRoutes,
  ...templateRoutes,
  ...templateActionRoutes,
  ...authenticationTemplateRoutes,
  ...templateLibraryRoutes,
  ...templateMigrationRoutes,
  ...templateAnalyticsRoutes,
  ...templateGroupRoutes,
  ...templateComparisonRoutes,
  ...messageSampleRoutes,
  ...phoneNumberRoutes,
  ...registrationRoutes,
  ...businessProfileRoutes,
  ...blockUserRoutes,
  ...callbackRoutes,
  ...usernameRoutes,
  ...groupRoutes,
  ...qrCodeRoutes,
  ...businessAccountRoutes,
  ...debugTokenRoutes,
  ...analyticsRoutes,
  ...callRoutes,
  ...threadRoutes,
  ...paymentRoutes,
  ...signupRoutes,
];
