// What the schemas check is what the interfaces promise, no more and no less. Compiled by `npm run typecheck`.
import type {
  LibraryFilters,
  NewTemplateGroup,
  PreviewFilters,
  TemplateAnalyticsFilters,
  TemplateComparison,
  TemplateGroupAnalyticsFilters,
  TemplateGroupFilters,
  TemplateMigration,
  TemplatePerformanceFilters,
  WhatsAppClient,
} from "wacloud";
import type { WebhookEvent } from "wacloud/webhooks";
import type * as z from "zod/mini";
import type * as analytics from "../../src/types/templates/analytics.ts";
import type * as authentication from "../../src/types/templates/authentication.ts";
import type * as comparison from "../../src/types/templates/comparison.ts";
import type * as library from "../../src/types/templates/library.ts";
import type * as migration from "../../src/types/templates/migration.ts";
import { type Closed, type Exact, holds } from "./exact.ts";

type Schemas = typeof analytics &
  typeof authentication &
  typeof comparison &
  typeof library &
  typeof migration;
type Checked<Name extends keyof Schemas> = Closed<z.output<ReturnType<Schemas[Name]>>>;

holds<Exact<Checked<"libraryFiltersSchema">, Closed<LibraryFilters>>>();
holds<Exact<Checked<"previewFiltersSchema">, Closed<PreviewFilters>>>();
holds<Exact<Checked<"comparisonSchema">, Closed<TemplateComparison>>>();
holds<Exact<Checked<"migrationSchema">, Closed<TemplateMigration>>>();
holds<Exact<Checked<"templateAnalyticsSchema">, Closed<TemplateAnalyticsFilters>>>();
holds<Exact<Checked<"groupAnalyticsSchema">, Closed<TemplateGroupAnalyticsFilters>>>();
holds<Exact<Checked<"performanceSchema">, Closed<TemplatePerformanceFilters>>>();
holds<Exact<Checked<"groupFiltersSchema">, Closed<TemplateGroupFilters>>>();
holds<Exact<Checked<"newGroupSchema">, Closed<NewTemplateGroup>>>();

const to = "+14155552671";
const code = { name: "code", languages: ["en_US"], category: "AUTHENTICATION" } as const;

export async function mistakes({ templates, messages }: WhatsAppClient, event: WebhookEvent): Promise<void> {
  templates.invalidate(event);
  templates.checked().invalidate(event);
  await messages.sendTemplate({ to, name: "a", language: "en" }, { checked: true });
  await templates.waitUntilReviewed({ name: "a", language: "en" });
  await templates.waitUntilReviewed(await templates.create({ definition: {} as never }));
  templates.invalidate({ type: "status" });
  await templates.upsert({
    ...code,
    components: [{ type: "BODY" }, { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] }],
  });

  // @ts-expect-error only templates are checked
  await messages.sendText({ to, body: "Hi" }, { checked: true });
  // @ts-expect-error Meta compares 7, 30, 60 or 90 days
  await templates.compare("1", { with: "2", days: 8 });
  await templates.upsert({
    ...code,
    // @ts-expect-error Meta writes the labels in each language
    components: [{ type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE", text: "Copy" }] }],
  });
  // @ts-expect-error the account to copy from is needed
  await templates.migrate({ count: 5 });
  // @ts-expect-error a template is told by its id or its name
  await templates.waitUntilReviewed({ language: "en" });
  await templates.create({ definition: {} as never }, { businessAccountId: "1", appId: "2" });
  // @ts-expect-error the id says which account it is about
  await templates.get("1", { businessAccountId: "2" });
  // @ts-expect-error the id says which account it is about
  await templates.edit("1", { category: "UTILITY" }, { businessAccountId: "2" });
  // @ts-expect-error which templates
  templates.analytics({ start: 1, end: 2 });
}
