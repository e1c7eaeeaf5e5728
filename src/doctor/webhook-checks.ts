import { toObject, toText } from "../utils/json.ts";
import { findCertificate } from "./certificate.ts";
import type { Check } from "./check.ts";
import type { Examination } from "./examination.ts";
import { explainDetail } from "./explain.ts";
import { fine, notAsked, type Outcome, problem, skipped, warning } from "./finding.ts";
import { toReason } from "./reason.ts";
import type { WebhookAnswer } from "./webhook-probe.ts";

const reached = ["webhook.reachable"] as const;
const signed = ["webhook.reachable", "webhook.signature"] as const;

export const webhookChecks: readonly Check[] = [
  {
    id: "webhook.destination",
    title: "Webhook destination",
    needs: ["number.access"],
    run: checkDestination,
  },
  { id: "webhook.url", title: "Webhook URL", needs: [], run: checkUrl },
  { id: "webhook.certificate", title: "Certificate", needs: ["webhook.url"], run: checkCertificate },
  {
    id: "webhook.reachable",
    title: "Webhook answers",
    needs: ["webhook.url", "webhook.certificate"],
    run: checkReachable,
  },
  { id: "webhook.challenge", title: "Verify token", needs: reached, run: checkChallenge },
  { id: "webhook.wrong_token", title: "Wrong verify token", needs: reached, run: checkWrongToken },
  { id: "webhook.signature", title: "Signed event", needs: reached, run: checkSignature },
  { id: "webhook.unsigned", title: "Unsigned event", needs: reached, run: checkUnsigned },
  { id: "webhook.reserialized", title: "Changed event", needs: signed, run: checkReserialized },
  { id: "webhook.time", title: "Answer time", needs: signed, run: checkTime },
];

/** Of a URL, what can be shown: neither credentials nor parameters. */
const show = ({ origin, pathname }: URL): string => origin + pathname;

async function checkDestination(examination: Examination): Promise<Outcome> {
  const { settings, asked } = examination;
  try {
    const node = await examination.read(String(settings.phoneNumberId), "webhook_configuration");
    return judgeDestination(toObject(node.webhook_configuration), asked.webhook);
  } catch (error) {
    return explainDetail(error);
  }
}

/** By precedence. */
const levels = [
  [
    "phone_number",
    "the override of the number",
    '`client.phoneNumbers.update({ webhook_configuration: { override_callback_uri: "" } })`',
  ],
  ["whatsapp_business_account", "the override of the account", "`client.businessAccount.subscribe()`"],
  ["application", "the callback URL of the app", undefined],
] as const;

function judgeDestination(configuration: Record<string, unknown>, wanted: URL | undefined): Outcome {
  const level = levels.find(([key]) => toUrl(configuration[key]) !== undefined);
  const url = level === undefined ? undefined : toUrl(configuration[level[0]]);
  if (level === undefined || url === undefined) {
    if (wanted === undefined) return skipped("No callback URL is set.");
    return warning(
      "No callback URL is set: webhooks go nowhere.",
      `Enter ${show(wanted)} in the App Dashboard, WhatsApp, Configuration.`,
    );
  }
  const [, source, end] = level;
  const next =
    end === undefined
      ? "Enter the URL in the App Dashboard, WhatsApp, Configuration, or examine the one that is there."
      : `If that is not meant, ${end} ends the override.`;
  if (wanted !== undefined && !isSame(url, wanted))
    return problem(`Messages go to ${show(url)}, by ${source}, and not to ${show(wanted)}.`, next);
  if (wanted === undefined && end !== undefined)
    return warning(`Messages go to ${show(url)}, by ${source}, and not to that of the app.`, next);
  return fine(`${show(url)}, by ${source}.`);
}

const toUrl = (value: unknown): URL | undefined =>
  URL.canParse(toText(value) ?? "") ? new URL(String(value)) : undefined;

const isSame = (one: URL, other: URL): boolean =>
  withoutEnd(one) === withoutEnd(other) && one.search === other.search;

/** Without a slash at the end; this machine has several names. */
const withoutEnd = (url: URL): string =>
  show(url)
    .replace(/\/\/(localhost|\[::1\])(?=[:/])/, "//127.0.0.1")
    .replace(/\/+$/, "");

const isPrivate = (host: string): boolean =>
  /^([^.:]+|.*\.(local|localhost|internal)|(0|10|127)\..*|169\.254\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1?|f[cde].*)\])$/.test(
    host,
  );

function checkUrl({ asked, isElsewhere }: Examination): Outcome {
  const { webhook } = asked;
  if (webhook === undefined) return notAsked("No webhook was given.");
  const isOpen = webhook.protocol === "https:" && !isPrivate(webhook.hostname);
  if (isOpen) return fine(show(webhook));
  if (isElsewhere)
    return fine(`${show(webhook)}: fine for the simulator. Meta itself needs an https URL on a public host.`);
  return problem(
    `Meta cannot reach ${show(webhook)}.`,
    "Meta needs an https URL on a public host. During development, use a tunnel such as cloudflared or ngrok.",
  );
}

async function checkCertificate({ asked }: Examination): Promise<Outcome> {
  if (asked.webhook?.protocol !== "https:") return skipped("The URL is not https.");
  return findCertificate(asked.webhook, asked.webhookTimeoutMs);
}

async function checkReachable({ webhook, asked }: Examination): Promise<Outcome> {
  const answer = await attempt(webhook().challenged, asked.signal);
  if ("reason" in answer) {
    return problem(
      `It does not answer: ${answer.reason}.`,
      "Start the app, open the tunnel, and check host and port. Meta must reach it too.",
    );
  }
  const { status } = answer;
  if (status >= 300 && status < 400)
    return problem(
      `It redirects (${status}), which Meta does not follow.`,
      "Give Meta the URL that it redirects to.",
    );
  if (status === 404 || status === 405)
    return problem(`It answers ${status}.`, "Check the path: it must answer GET and POST.");
  if (status >= 500)
    return problem(`It fails (${status}).`, "Look at what the app, or the proxy before it, logs.");
  return fine("It answers.");
}

/** An answer, or why there was none. */
async function attempt(
  ask: () => Promise<WebhookAnswer>,
  signal: AbortSignal | undefined,
): Promise<WebhookAnswer | { reason: string }> {
  try {
    return await ask();
  } catch (error) {
    signal?.throwIfAborted();
    return { reason: toReason(error) };
  }
}

const unanswered = (reason: string): Outcome =>
  problem(
    `No answer: ${reason}.`,
    "Answer 200 at once and do the work afterwards: Meta delivers again what is not answered in time.",
  );

async function checkChallenge({ webhook, asked }: Examination): Promise<Outcome> {
  if (asked.verifyToken === undefined) return skipped("Needs `verifyToken` (WHATSAPP_WEBHOOK_VERIFY_TOKEN).");
  const { challenge, challenged } = webhook();
  const { status, text } = await challenged();
  if (status === 200 && text === challenge) return fine("It returns the challenge.");
  if (status === 200) {
    return problem(
      "It answers 200, but with something else than the challenge.",
      "Answer with only the value of hub.challenge, as plain text.",
    );
  }
  return problem(
    `It refuses the verify token (${status}).`,
    "The webhook must know the same WHATSAPP_WEBHOOK_VERIFY_TOKEN as the App Dashboard; restart it after a change.",
  );
}

async function checkWrongToken({ webhook, asked }: Examination): Promise<Outcome> {
  const { challenge, challengedWrongly } = webhook();
  const answer = await attempt(challengedWrongly, asked.signal);
  if ("reason" in answer) return unanswered(answer.reason);
  const isFooled = answer.status === 200 && answer.text.includes(challenge);
  if (!isFooled) return fine(`It refuses it (${answer.status}).`);
  return problem(
    "It returns the challenge, whatever the verify token.",
    "Compare hub.verify_token with your own, and answer 403 if they differ: `verifyChallenge` does.",
  );
}

const needsSecret = "Needs `appSecret` (WHATSAPP_APP_SECRET).";

async function checkSignature(examination: Examination): Promise<Outcome> {
  const { webhook, asked, settings } = examination;
  if ((asked.appSecret ?? settings.appSecret) === undefined) return notAsked(needsSecret);
  const answer = await attempt(webhook().signed, asked.signal);
  if ("reason" in answer) return unanswered(answer.reason);
  const { status } = answer;
  if (status === 200) return fine("It accepts it.");
  if (status >= 200 && status < 300)
    return problem(`It answers ${status}, which Meta does not take for success.`, "Answer with status 200.");
  if (status >= 500) {
    return problem(
      `It fails (${status}) at an event of an unknown field.`,
      "Answer 200 to what you do not know: Meta adds fields, and delivers again what is not answered with 200.",
    );
  }
  return explainRefusal(examination, status);
}

/** Whether the secret is wrong, or the bytes have changed on their way: then an event in plain form is accepted. */
async function explainRefusal({ webhook, asked }: Examination, status: number): Promise<Outcome> {
  const plain = await attempt(webhook().signedPlainly, asked.signal);
  if (!("reason" in plain) && plain.status === 200) {
    return problem(
      `It refuses an event that was signed correctly (${status}): its JSON was re-serialized before it was verified.`,
      "Verify the raw body: mount the webhook before any JSON parser, and let no proxy rewrite bodies.",
    );
  }
  return problem(
    `It refuses an event that was signed with the app secret (${status}).`,
    "The webhook must know the same WHATSAPP_APP_SECRET: App Dashboard, App settings, Basic; restart it after a change.",
  );
}

async function checkUnsigned({ webhook, asked }: Examination): Promise<Outcome> {
  const answer = await attempt(webhook().unsigned, asked.signal);
  if ("reason" in answer) return unanswered(answer.reason);
  if (answer.status < 200 || answer.status >= 300) return fine(`It refuses it (${answer.status}).`);
  return problem(
    "It accepts an event without a signature: anybody can send it messages.",
    "Verify the header X-Hub-Signature-256 of each request, as the handlers of wacloud do.",
  );
}

async function checkReserialized({ webhook, asked }: Examination): Promise<Outcome> {
  const answer = await attempt(webhook().reserialized, asked.signal);
  if ("reason" in answer) return unanswered(answer.reason);
  if (answer.status < 200 || answer.status >= 300) return fine(`It refuses it (${answer.status}).`);
  return problem(
    "It accepts an event whose bytes are not those that were signed.",
    "Verify the raw body as it was received: `verifySignature({ rawBody, signature, appSecret })`.",
  );
}

const slowMs = 1000;

async function checkTime({ webhook }: Examination): Promise<Outcome> {
  const { tookMs } = await webhook().signed();
  const took = `${Math.round(tookMs)} ms`;
  if (tookMs <= slowMs) return fine(`It answered in ${took}.`);
  return warning(
    `It took ${took} to answer.`,
    "Answer within a second, and do the work afterwards: what takes long is delivered again. See `respond` of the handler.",
  );
}
