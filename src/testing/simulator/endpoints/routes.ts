import type { Route } from "../router.ts";
import { authenticationTemplateRoutes } from "./authentication-templates.ts";
import { businessAccountRoutes } from "./business-accounts.ts";
import { mediaRoutes } from "./media.ts";
import { messageSampleRoutes } from "./message-samples.ts";
import { messageRoutes } from "./messages.ts";
import { phoneNumberRoutes } from "./phone-numbers.ts";
import { qrCodeRoutes } from "./qr-codes.ts";
import { templateActionRoutes } from "./template-actions.ts";
import { templateAnalyticsRoutes } from "./template-analytics.ts";
import { templateComparisonRoutes } from "./template-comparison.ts";
import { templateGroupRoutes } from "./template-groups.ts";
import { templateLibraryRoutes } from "./template-library.ts";
import { templateMigrationRoutes } from "./template-migration.ts";
import { templateReadingRoutes } from "./template-reading.ts";
import { templateRoutes } from "./templates.ts";
import { uploadRoutes } from "./uploads.ts";

/** Every endpoint there is. */
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
  ...qrCodeRoutes,
  ...businessAccountRoutes,
];
