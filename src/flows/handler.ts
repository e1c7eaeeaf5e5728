import { once } from "../utils/once.ts";
import { readHeader } from "../webhooks/headers.ts";
import type { HttpHandler, HttpReply, WebhookHead } from "../webhooks/http.ts";
import { checkRawBody, exceeds } from "../webhooks/raw-body.ts";
import { refusalLog } from "../webhooks/refusals.ts";
import { headerProblem, isSigned, signatureHex } from "../webhooks/signature.ts";
import { type FlowOptions, resolveFlowOptions } from "./options.ts";
import { textReply } from "./replies.ts";

/** What decrypts and answers, loaded with the first request that is signed. */
const loadAnswers = once(() => import("./answer.ts"));

/**
 * The endpoint of a Flow, independent of any framework. Mount it with an adapter, or call it yourself.
 *
 * It verifies the signature, decrypts the request, answers health checks and error notifications, calls your handler
 * for everything else, and encrypts what that returns. WhatsApp waits 10 seconds.
 *
 * Replies: 200; 400 signed, but not a Flow request; 405 not a POST; 413 too large; 421 cannot be decrypted; 427 your
 * handler threw an `InvalidFlowTokenError`; 432 signature missing or wrong; 500 a handler failed or none fits. Those
 * with 200 and 427 are encrypted.
 *
 * @throws `ConfigurationError` if a key or secret is missing or an option is wrong. A POST whose `rawBody` is a parsed
 * object rejects with it.
 *
 * @example
 * const handle = createFlowHandler({
 *   ...flowOptionsFromEnv(),
 *   on: {
 *     INIT: () => ({ screen: "DATE", data: { slots } }),
 *     "data_exchange.DATE": ({ data }) => completeFlow({ slot: data.slot }),
 *   },
 * });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/implementingyourflowendpoint
 */
export function createFlowHandler(options: FlowOptions): HttpHandler {
  const resolved = resolveFlowOptions(options);
  const { appSecret, maxBodyBytes } = resolved;
  const logRefusal = refusalLog(resolved.logger);

  /** The reply to a request whose body does not matter, or the digest that its body must have. */
  const screen = ({ method, headers }: WebhookHead): HttpReply | string => {
    if (method.toUpperCase() !== "POST") return textReply(405, "Method not allowed", { allow: "POST" });
    const signature = readHeader(headers, "x-hub-signature-256");
    const given = signatureHex(signature);
    if (given !== undefined) return given;
    logRefusal(432, () => headerProblem(signature));
    return textReply(432, "Invalid signature");
  };

  const handle: HttpHandler = async (request) => {
    const given = screen(request);
    if (typeof given !== "string") return given;
    const { rawBody } = request;
    checkRawBody(rawBody);
    if (exceeds(rawBody, maxBodyBytes)) return textReply(413, "Too large");
    if (!(await isSigned(rawBody, given, appSecret))) {
      await logRefusal(432, async () => (await loadDiagnosis()).diagnose(rawBody, given, appSecret));
      return textReply(432, "Invalid signature");
    }
    return (await loadAnswers()).answerFlow(rawBody, resolved);
  };
  const replyEarly = (head: WebhookHead): HttpReply | undefined => {
    const screened = screen(head);
    return typeof screened === "string" ? undefined : screened;
  };
  return Object.assign(handle, { maxBodyBytes, replyEarly });
}

/** Loaded with the first refusal that needs it. */
const loadDiagnosis = once(() => import("../webhooks/explain-signature.ts"));
