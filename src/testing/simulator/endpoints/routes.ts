import type { Route } from "../http/router.ts";
import { activityRoutes } from "./activities.ts";
import { analyticsRoutes } from "./analytics.ts";
import { appDataRoutes } from "./app-data.ts";
import { assignedUserRoutes } from "./assigned-users.ts";
import { automationRoutes } from "./automation.ts";
import { blockUserRoutes } from "./block-users.ts";
import { businessAccountRoutes } from "./business-accounts.ts";
import { businessProfileRoutes } from "./business-profile.ts";
import { callbackRoutes } from "./callbacks.ts";
import { callRoutes } from "./calls.ts";
import { commerceRoutes } from "./commerce.ts";
import { complianceRoutes } from "./compliance.ts";
import { contactBookRoutes } from "./contact-book.ts";
import { debugTokenRoutes } from "./debug-token.ts";
import { flowRoutes } from "./flows.ts";
import { groupRoutes } from "./groups.ts";
import { mediaRoutes } from "./media.ts";
import { messageSampleRoutes } from "./message-samples.ts";
import { messageRoutes } from "./messages.ts";
import { oauthRoutes } from "./oauth.ts";
import { officialAccountRoutes } from "./official-account.ts";
import { paymentRoutes } from "./payments.ts";
import { phoneNumberRoutes } from "./phone-numbers.ts";
import { portfolioRoutes } from "./portfolio.ts";
import { qrCodeRoutes } from "./qr-codes.ts";
import { registrationRoutes } from "./registration.ts";
import { settingsRoutes } from "./settings.ts";
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
  ...settingsRoutes,
  ...automationRoutes,
  ...commerceRoutes,
  ...complianceRoutes,
  ...officialAccountRoutes,
  ...contactBookRoutes,
  ...assignedUserRoutes,
  ...activityRoutes,
  ...portfolioRoutes,
  ...debugTokenRoutes,
  ...oauthRoutes,
  ...appDataRoutes,
  ...analyticsRoutes,
  ...callRoutes,
  ...flowRoutes,
  ...threadRoutes,
  ...paymentRoutes,
  ...signupRoutes,
];
