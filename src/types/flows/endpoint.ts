import type { Open } from "../common.ts";

/** What WhatsApp asks of a Flow endpoint, decrypted. */
export interface FlowRequest {
  /** The version of the data API: `3.0` or `4.0`. */
  version: string;
  /** What happened. `wacloud` answers `ping`, the health check, itself. */
  action: Open<"INIT" | "BACK" | "data_exchange" | "ping">;
  /** The token that you sent the Flow with. Only a `ping` has none. */
  flow_token: string;
  /** The screen that was submitted or left. */
  screen?: string | undefined;
  /** What the screen sent. */
  data?: Record<string, unknown> | undefined;
  /** Proves that WhatsApp sent the token: check it with `verifyFlowTokenSignature`. */
  flow_token_signature?: string | undefined;
}

/** A submitted screen. */
export interface FlowSubmission extends FlowRequest {
  screen: string;
  data: Record<string, unknown>;
}

/** A notification that WhatsApp could not use an earlier answer: `data.error` says why. */
export interface FlowErrorNotification extends FlowRequest {
  data: { error: string; error_message?: string | undefined; [key: string]: unknown };
}

/** What a Flow endpoint answers: the next screen with its data, or the end, as `completeFlow` returns it. */
export interface FlowResponse {
  /** The screen to show; the same one, with `error_message` in its data, to show a mistake. */
  screen: string;
  /** The data of that screen. */
  data: Record<string, unknown>;
}

/** One file of `data.<picker>`, as a `PhotoPicker` or `DocumentPicker` sends it to an endpoint. */
export interface FlowMedia {
  /** Meta's id of the file. */
  media_id: string;
  /** Where the encrypted file is, for up to 20 days. */
  cdn_url: string;
  /** The name of the file on the phone. */
  file_name: string;
  /** What the file is decrypted and checked with. */
  encryption_metadata: FlowMediaMetadata;
}

/** How a file of a Flow is encrypted; all values are base64. */
export interface FlowMediaMetadata {
  /** SHA-256 of the encrypted file. */
  encrypted_hash: string;
  /** The initialization vector. */
  iv: string;
  /** The key of AES-256-CBC. */
  encryption_key: string;
  /** The key of the file's HMAC. */
  hmac_key: string;
  /** SHA-256 of the file. */
  plaintext_hash: string;
}
