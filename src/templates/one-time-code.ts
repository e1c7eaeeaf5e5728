import { capitals } from "../types/templates/capitals.ts";
import type { Json } from "../utils/json.ts";
import type { ParsedTemplate, Part } from "./parse.ts";

/** Whether Meta made this button of a one-time-code button: it returns a link whose address says so. */
export const passesCode = (button: Readonly<Json>): boolean =>
  capitals(button.type) === "OTP" ||
  typeof button.otp_type === "string" ||
  (typeof button.url === "string" && /\/otp\/code\b|[?&]otp_type=/.test(button.url));

/**
 * Whether Meta writes the text, and the code goes into body and button. Authentication templates from before 2023 are
 * templates like any other: with a text of their own, maybe a header, and other buttons.
 */
export const isOneTimeCode = ({ category, header, body, buttons }: ParsedTemplate): boolean =>
  category === "AUTHENTICATION" &&
  header === undefined &&
  (buttons.length === 0 ? !hasOwnText(body) : buttons.every(({ value }) => passesCode(value)));

const hasOwnText = (body: Part | undefined): boolean =>
  body?.text !== undefined && body.value.add_security_recommendation === undefined;
