import { idText, type Json, toObject, toText } from "../utils/json.ts";
import { type Check, checkNumber, judgeNode } from "./check.ts";
import type { Examination } from "./examination.ts";
import { explain, explainDetail } from "./explain.ts";
import { fine, notAsked, type Outcome, problem, skipped, warning } from "./finding.ts";
import { findEntities, judgeHealth } from "./health.ts";
import { describeOther } from "./identify.ts";

export const numberChecks: readonly Check[] = [
  { id: "number.access", title: "Phone number", needs: ["token.valid", "account.access"], run: checkAccess },
  { id: "number.account", title: "Number in account", needs: ["number.access"], run: checkMembership },
  checkNumber("number.status", "Registration", "status,platform_type,code_verification_status", judgeStatus),
  checkNumber("number.name", "Display name", "name_status,new_display_name,new_name_status", judgeName),
  checkNumber("number.quality", "Quality", "quality_rating", judgeQuality),
  checkNumber("number.throughput", "Throughput", "throughput,is_on_biz_app", judgeThroughput),
  {
    id: "number.limit",
    title: "Messaging limit",
    needs: ["number.access"],
    run: (examination) =>
      judgeNode(examination, examination.settings.phoneNumberId, limitField(examination), judgeLimit),
  },
  checkNumber("number.health", "Number health", "health_status", judgeNumberHealth),
  checkNumber("number.pin", "Two-step PIN", "is_pin_enabled", judgePin),
];

async function checkAccess(examination: Examination): Promise<Outcome> {
  const { phoneNumberId } = examination.settings;
  if (phoneNumberId === undefined)
    return notAsked("Set `phoneNumberId` (WHATSAPP_PHONE_NUMBER_ID) to check the number.");
  try {
    const node = await examination.read(phoneNumberId, "id,display_phone_number,verified_name,account_mode");
    return fine(describeNumber(node));
  } catch (error) {
    const other = await describeOther(examination, phoneNumberId, "phoneNumberId");
    return other ?? (await describeMixUp(examination, phoneNumberId)) ?? explain(error);
  }
}

function describeNumber({ display_phone_number, verified_name, account_mode }: Json): string {
  const digits = String(display_phone_number).replace(/\D/g, "");
  const test =
    account_mode === "SANDBOX" ? " It is a test number: it writes only to people on its list." : "";
  return `The token reads the number that ends in ${digits.slice(-2)}, ${toText(verified_name) ?? "without a name"}.${test}`;
}

/** Whether somebody entered the number itself instead of its id. */
async function describeMixUp(examination: Examination, given: string): Promise<Outcome | undefined> {
  const numbers = await listNumbers(examination);
  const meant = numbers.find((number) => String(number.display_phone_number).replace(/\D/g, "") === given);
  if (meant === undefined) return undefined;
  return problem(
    "`phoneNumberId` (WHATSAPP_PHONE_NUMBER_ID) is the phone number itself, not its ID.",
    `Set it to ${idText(meant.id)}.`,
  );
}

const listNumbers = async ({ settings, numbers }: Examination): Promise<readonly Json[]> =>
  settings.businessAccountId === undefined ? [] : numbers().catch(() => []);

async function checkMembership(examination: Examination): Promise<Outcome> {
  const { businessAccountId, phoneNumberId } = examination.settings;
  if (businessAccountId === undefined) return skipped("Needs `businessAccountId`.");
  try {
    const ids = (await examination.numbers()).map(({ id }) => idText(id));
    if (ids.includes(phoneNumberId)) return fine(`It belongs to account ${businessAccountId}.`);
    return problem(
      `Number ${phoneNumberId} is not one of account ${businessAccountId}, which has ${ids.join(", ") || "no numbers"}.`,
      "Set both IDs to those of the same account: templates and subscriptions of another one do not apply to the number.",
    );
  } catch (error) {
    return explainDetail(error);
  }
}

const register = "Register it: `client.phoneNumbers.register({ pin })` with a PIN of 6 digits.";
const manager = "See WhatsApp Manager, Phone numbers, for the reason and how to appeal.";

/** What is wrong with a number in this state, and what to do. */
const states: Readonly<Record<string, Outcome>> = {
  BANNED: problem("The number is banned.", manager),
  DELETED: problem("The number was deleted.", "Use another number, or add it again."),
  DISCONNECTED: problem("The number is not registered.", register),
  FLAGGED: warning(
    "The number is flagged: its quality is low.",
    "Send less, and only what people asked for.",
  ),
  MIGRATED: problem("The number was moved elsewhere.", "Use the ID that it has in its new account."),
  RATE_LIMITED: warning(
    "The number has reached its messaging limit.",
    "Wait until it is raised or 24 hours have passed; replies still work.",
  ),
  RESTRICTED: problem("The number is restricted.", manager),
};

function judgeStatus({ status, platform_type, code_verification_status: verification }: Json): Outcome {
  const state = toText(status);
  const known = states[state ?? ""];
  if (known !== undefined) return known;
  const isRegistered = platform_type !== "NOT_APPLICABLE";
  if (isRegistered && (state === "CONNECTED" || state === undefined)) return fine("The number is connected.");
  if (isRegistered && platform_type === "ON_PREMISE")
    return problem("The number is used by the On-Premises API, which has ended.", register);
  const isVerified = verification === "VERIFIED";
  return problem(
    `The number is not registered${isVerified ? "" : ", and not verified"}.`,
    isVerified
      ? register
      : `Verify it first: \`client.phoneNumbers.requestCode\` and \`verifyCode\`. Then register it: \`register({ pin })\`.`,
  );
}

const changeName =
  "Choose another name in WhatsApp Manager, Phone numbers, which follows Meta's rules on display names.";

function judgeName({
  name_status: current,
  new_display_name: next,
  new_name_status: nextStatus,
}: Json): Outcome {
  if (next !== undefined && nextStatus === "APPROVED") {
    return warning(
      "A new display name was approved, and is not in use yet.",
      "Register the number again within 14 days of the approval, or the name must be reviewed again.",
    );
  }
  if (nextStatus === "DECLINED") return warning("The new display name was declined.", changeName);
  if (current === "DECLINED" || current === "EXPIRED")
    return problem(`The display name is ${String(current).toLowerCase()}.`, changeName);
  if (current === "PENDING_REVIEW" || nextStatus === "PENDING_REVIEW") {
    return warning(
      `The ${current === "PENDING_REVIEW" ? "display name" : "new display name"} is being reviewed.`,
      "Wait for the webhook phone_number_name_update. Once it is approved, register the number again within 14 days.",
    );
  }
  return fine("The display name may be used.");
}

function judgeQuality({ quality_rating: quality }: Json): Outcome {
  const better =
    "Send only what people asked for, and make it easy to stop: blocks and reports lower the quality.";
  if (quality === "RED") return warning("The quality is low (RED).", better);
  if (quality === "YELLOW") return warning("The quality is medium (YELLOW).", better);
  return fine(quality === "GREEN" ? "The quality is high (GREEN)." : "The quality is not rated yet.");
}

/** Messages per second by level. */
const speeds: Readonly<Record<string, number>> = { STANDARD: 80, HIGH: 1000 };

function judgeThroughput({ throughput, is_on_biz_app: isOnApp }: Json, { settings }: Examination): Outcome {
  const level = toText(toObject(throughput).level) ?? "not known";
  const allowed = isOnApp === true ? 20 : (speeds[level] ?? 80);
  const own = settings.rateLimit?.messagesPerSecond;
  if (own === undefined || own <= allowed || isDefault(own, isOnApp))
    return fine(`${allowed} messages per second (${level}).`);
  return warning(
    `Meta allows ${allowed} messages per second (${level}), and the client sends ${own}.`,
    `Set \`rateLimit: { messagesPerSecond: ${allowed} }\`: more is refused with code 130429.`,
  );
}

/** A number that is also on the app allows less than the default, which few bots ever reach. */
const isDefault = (own: number, isOnApp: unknown): boolean => isOnApp === true && own === 80;

/** The field was renamed in v24.0. */
const limitField = ({ settings }: Examination): string =>
  Number.parseInt(settings.apiVersion.slice(1), 10) < 24
    ? "messaging_limit_tier"
    : "whatsapp_business_manager_messaging_limit";

function judgeLimit(node: Json): Outcome {
  const tier = toText(node.whatsapp_business_manager_messaging_limit ?? node.messaging_limit_tier);
  const [, size] = /^TIER_(\w+)$/.exec(tier ?? "") ?? [];
  if (size === undefined) return fine("Meta does not say.");
  return fine(size === "UNLIMITED" ? "No limit." : `${size} people in 24 hours can be written to first.`);
}

function judgeNumberHealth(node: Json): Outcome {
  return judgeHealth(findEntities(node, ["PHONE_NUMBER"]));
}

/** Meta is retiring the PIN, so a number without one is fine. */
function judgePin({ is_pin_enabled: isEnabled }: Json): Outcome {
  return fine(
    isEnabled === true ? "On: registering the number again needs its PIN." : "Off, or retired by Meta.",
  );
}
