import { FlowDecryptionError } from "../errors.ts";
import type { FlowRequest, FlowResponse } from "../types/flows/endpoint.ts";
import { isObject, parseJson } from "../utils/json.ts";
import type { RawBody } from "../webhooks/raw-body.ts";
import { type OpenedEnvelope, openEnvelope, readEnvelope, sealAnswer } from "./envelope.ts";
import { type FlowPrivateKey, importPrivateKeys, readPrivateKeys } from "./private-keys.ts";

/** What {@link decryptFlowRequest} takes. */
export interface FlowDecryptionInput {
  /** The body: text, bytes, or the parsed object. Verify its signature first: anybody can encrypt for a public key. */
  body: RawBody | object;
  /** The private key, or several while you change it. */
  privateKey: FlowPrivateKey | readonly FlowPrivateKey[];
  /** For an encrypted key. Runtimes without Node.js's crypto cannot read those. */
  passphrase?: string | undefined;
}

/** A decrypted request, and what the answer to it is encrypted with. */
export interface DecryptedFlowRequest {
  /** What WhatsApp asks. */
  request: FlowRequest;
  /** The key of this one exchange. */
  aesKey: Uint8Array;
  /** The initialization vector of the request. */
  iv: Uint8Array;
}

/** What {@link encryptFlowResponse} takes: the answer, and what `decryptFlowRequest` returned beside the request. */
export interface FlowEncryptionInput {
  /** What to answer. */
  response: object;
  /** The key of the request. */
  aesKey: Uint8Array;
  /** The initialization vector of the request. */
  iv: Uint8Array;
}

/**
 * Decrypts a request to a Flow endpoint.
 *
 * @throws {@link FlowDecryptionError} if it cannot be read: answer with status 421, and WhatsApp fetches your public key
 * again. {@link ConfigurationError} if a private key cannot be read.
 *
 * @example
 * const { request, ...opened } = await decryptFlowRequest({ body, privateKey });
 * const answer = await encryptFlowResponse({ response: { screen: "DATE", data: {} }, ...opened });
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/flows/guides/implementingyourflowendpoint
 */
export async function decryptFlowRequest(input: FlowDecryptionInput): Promise<DecryptedFlowRequest> {
  const keys = await importPrivateKeys(readPrivateKeys(input.privateKey, input.passphrase));
  const envelope = readEnvelope(input.body);
  if (envelope === undefined) throw new FlowDecryptionError(noEnvelope);
  const { content, aesKey, iv } = await openEnvelope(envelope, keys);
  const request = parseRequest(content);
  if (request === undefined) throw new FlowDecryptionError(noRequest);
  return { request, aesKey, iv };
}

/** Encrypts the answer to a request. Send it as `text/plain`. */
export async function encryptFlowResponse({ response, aesKey, iv }: FlowEncryptionInput): Promise<string> {
  return sealAnswer(response, { aesKey, iv });
}

/** The request inside of an envelope; `undefined` if there is something else in it. */
export function parseRequest(content: OpenedEnvelope["content"]): FlowRequest | undefined {
  const parsed = parseJson(new TextDecoder().decode(content));
  return isObject(parsed) && typeof parsed.action === "string"
    ? (parsed as unknown as FlowRequest) // signed by Meta; only `action` decides what is done with it
    : undefined;
}

/**
 * The answer that ends a Flow: the chat then shows the completed form, and its webhook carries `params`.
 *
 * @param params what `nfm_reply.response_json` will hold beside the `flow_token`.
 */
export const completeFlow = (params: Record<string, unknown> = {}): FlowResponse => ({
  screen: "SUCCESS",
  data: { extension_message_response: { params } },
});

const noEnvelope =
  "The body is not a Flow request: it needs `encrypted_flow_data`, `encrypted_aes_key` and `initial_vector`.";
const noRequest = "What was decrypted is not a Flow request: it has no `action`.";
