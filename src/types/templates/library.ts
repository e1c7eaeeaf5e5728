import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { nonEmptyText, openWord } from "../checks.ts";
import type { Open } from "../common.ts";
import { type PageFilters, pageFilters } from "../paging.ts";
import type { TemplateCategory, TemplateLanguage } from "./values.ts";

/** Which of Meta's ready-made templates to list. */
export interface LibraryFilters extends PageFilters {
  /** Text to search for in the templates. */
  search?: string | undefined;
  topic?:
    | Open<"ACCOUNT_UPDATE" | "CUSTOMER_FEEDBACK" | "ORDER_MANAGEMENT" | "PAYMENTS" | "group_invite_link">
    | undefined;
  usecase?:
    | Open<
        | "ACCOUNT_CREATION_CONFIRMATION"
        | "AUTO_PAY_REMINDER"
        | "DELIVERY_CONFIRMATION"
        | "DELIVERY_FAILED"
        | "DELIVERY_UPDATE"
        | "FEEDBACK_SURVEY"
        | "FRAUD_ALERT"
        | "LOW_BALANCE_WARNING"
        | "ORDER_ACTION_NEEDED"
        | "ORDER_CONFIRMATION"
        | "ORDER_DELAY"
        | "ORDER_OR_TRANSACTION_CANCEL"
        | "ORDER_PICK_UP"
        | "PAYMENT_ACTION_REQUIRED"
        | "PAYMENT_CONFIRMATION"
        | "PAYMENT_DUE_REMINDER"
        | "PAYMENT_OVERDUE"
        | "PAYMENT_REJECT_FAIL"
        | "PAYMENT_SCHEDULED"
        | "RECEIPT_ATTACHMENT"
        | "RETURN_CONFIRMATION"
        | "SHIPMENT_CONFIRMATION"
        | "STATEMENT_ATTACHMENT"
        | "STATEMENT_AVAILABLE"
        | "TRANSACTION_ALERT"
      >
    | undefined;
  industry?: Open<"E_COMMERCE" | "FINANCIAL_SERVICES"> | undefined;
  language?: TemplateLanguage | undefined;
  category?: Open<TemplateCategory> | undefined;
}

/** The kind of value a library template expects. Meta checks it when the template is sent. */
export type LibraryParameterType = Open<
  "TEXT" | "ADDRESS" | "AMOUNT" | "DATE" | "PHONE NUMBER" | "EMAIL" | "NUMBER"
>;

/**
 * A ready-made template from Meta's library. To create your own from it, pass its name as `library_template_name`.
 * Further keys pass through.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/template-library
 */
export interface LibraryTemplate {
  name: string;
  id?: string | undefined;
  language?: TemplateLanguage | undefined;
  category?: Open<TemplateCategory> | undefined;
  topic?: string | undefined;
  usecase?: string | undefined;
  industry?: string[] | undefined;
  header?: string | undefined;
  body?: string | undefined;
  /** Sample values for the body's placeholders, in order. */
  body_params?: string[] | undefined;
  /** The kind of each value, in the same order. */
  body_param_types?: LibraryParameterType[] | undefined;
  buttons?:
    | {
        type: string;
        text?: string | undefined;
        url?: string | undefined;
        phone_number?: string | undefined;
        [key: string]: unknown;
      }[]
    | undefined;
  [key: string]: unknown;
}

export const libraryFiltersSchema = once(
  () =>
    pageFilters({
      search: z.optional(nonEmptyText()),
      topic: z.optional(openWord<LibraryFilters["topic"]>()),
      usecase: z.optional(openWord<LibraryFilters["usecase"]>()),
      industry: z.optional(openWord<LibraryFilters["industry"]>()),
      language: z.optional(openWord<LibraryFilters["language"]>()),
      category: z.optional(openWord<LibraryFilters["category"]>()),
    }) satisfies z.ZodMiniType<LibraryFilters>,
);
