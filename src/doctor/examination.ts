import { appSecretProof, auth, tokenSource } from "../core/auth.ts";
import type { Clock } from "../core/clock.ts";
import { deadline } from "../core/deadline.ts";
import {
  type AccessTokenContext,
  type ApiRequest,
  type ApiResponse,
  type Call,
  pipeline,
  type Query,
} from "../core/pipeline.ts";
import { type RetrySettings, retry } from "../core/retry.ts";
import type { Fetch, FetchResponse } from "../core/transport/fetch.ts";
import { transport } from "../core/transport.ts";
import { version } from "../core/version.ts";
import type { Recipient } from "../types/recipients.ts";
import { idText, type Json, toList, toObject, toObjects } from "../utils/json.ts";
import { once } from "../utils/once.ts";
import type { Asked } from "./options.ts";
import { openWebhook, type WebhookProbe, withTimeout } from "./webhook-probe.ts";

/** The options of the client that is examined, with their defaults. */
export interface ClientSettings {
  accessToken: string | ((context: AccessTokenContext) => string | Promise<string>);
  phoneNumberId: string | undefined;
  businessAccountId: string | undefined;
  appId: string | undefined;
  appSecret: string | undefined;
  apiVersion: string;
  baseUrl: string;
  timeoutMs: number;
  rateLimit: { messagesPerSecond: number } | undefined;
  retry: RetrySettings;
  fetch: Fetch | undefined;
  clock: Clock;
}

/** The client that is examined. */
export interface ExaminedClient {
  request(request: {
    method: "GET";
    path: string;
    query?: Query;
    signal?: AbortSignal | undefined;
  }): Promise<ApiResponse>;
  messages: {
    sendTemplate(
      input: { to: Recipient; name: string; language: string },
      options: { signal?: AbortSignal | undefined },
    ): Promise<{ id: string }>;
  };
}

/** What Meta says about a token. */
export interface TokenFacts {
  appId: string | undefined;
  /** `SYSTEM_USER`, `USER`, … */
  type: string | undefined;
  isValid: boolean;
  /** Unix seconds; 0 for never. */
  expiresAt: number;
  scopes: readonly string[];
  /** Ids of the accounts it reaches; `undefined` for all. */
  accountIds: readonly string[] | undefined;
  /** Why it is not valid. */
  error: Json;
}

/** What an examination is about, and what checks read, each once. */
export class Examination {
  readonly client: ExaminedClient;
  readonly settings: ClientSettings;
  readonly asked: Asked;
  /** The first answer of the API, to a call without a token. */
  readonly ping: () => Promise<FetchResponse>;
  readonly token: () => Promise<TokenFacts>;
  /** What the app is subscribed to, by its own token. */
  readonly subscriptions: () => Promise<readonly Json[]>;
  /** Apps that get the account's webhooks. */
  readonly apps: () => Promise<readonly Json[]>;
  /** The numbers of the account. */
  readonly numbers: () => Promise<readonly Json[]>;
  readonly webhook: () => WebhookProbe;
  /** Sends the template. */
  readonly sent: () => Promise<{ id: string }>;
  readonly #appCall: Call;

  constructor(client: ExaminedClient, settings: ClientSettings, asked: Asked) {
    this.client = client;
    this.settings = settings;
    this.asked = asked;
    this.#appCall = withoutLayers(settings);
    this.ping = once(() => ping(settings, asked.signal));
    this.token = once(() => this.#inspectToken());
    this.subscriptions = once(() => this.#list(`/${settings.appId}/subscriptions`));
    this.apps = once(() => this.#listOfAccount("subscribed_apps"));
    this.numbers = once(() =>
      this.#listOfAccount("phone_numbers", { fields: "id,display_phone_number", limit: 100 }),
    );
    this.sent = once(() => this.#send());
    this.webhook = once(() => openWebhook(asked, asked.appSecret ?? settings.appSecret, settings.clock));
  }

  /** Whether the app can be asked with its own token. */
  get knowsApp(): boolean {
    return this.settings.appId !== undefined && this.settings.appSecret !== undefined;
  }

  /** Whether the API is a simulator, or another server that is not Meta's. */
  get isElsewhere(): boolean {
    return !/(^|\.)facebook\.com$/.test(new URL(this.settings.baseUrl).hostname);
  }

  /** The id of the app: the client's, or that of the token. */
  async appId(): Promise<string | undefined> {
    return this.settings.appId ?? (await this.token()).appId;
  }

  /** Reads a node. */
  async read(id: string, fields: string): Promise<Json> {
    return toObject(await this.#get(`/${id}`, { fields }));
  }

  async #send(): Promise<{ id: string }> {
    const { sendTo: to = "", template, signal } = this.asked;
    return this.client.messages.sendTemplate({ to, ...template }, { signal });
  }

  async #get(path: string, query: Query): Promise<unknown> {
    const { signal } = this.asked;
    return (await this.client.request({ method: "GET", path, query, signal })).body;
  }

  async #listOfAccount(edge: string, query: Query = {}): Promise<readonly Json[]> {
    return toObjects(toObject(await this.#get(`/${this.settings.businessAccountId}/${edge}`, query)).data);
  }

  async #list(path: string): Promise<readonly Json[]> {
    return toObjects(toObject(await this.#asApp(path)).data);
  }

  /** Calls with the app's token if it is known. Layers of the caller's are left out: they would see tokens. */
  async #asApp(path: string, query: Query = {}): Promise<unknown> {
    const { appId, appSecret } = this.settings;
    const headers: Record<string, string> = this.knowsApp
      ? { authorization: `Bearer ${appId}|${appSecret}` }
      : {};
    const request: ApiRequest = {
      method: "GET",
      path,
      query,
      headers,
      idempotent: true,
      signal: this.asked.signal,
    };
    return (await this.#appCall(request)).body;
  }

  async #inspectToken(): Promise<TokenFacts> {
    const { accessToken, businessAccountId, phoneNumberId } = this.settings;
    const input_token =
      typeof accessToken === "string" ? accessToken : await accessToken({ businessAccountId, phoneNumberId });
    return toTokenFacts(toObject(toObject(await this.#asApp("/debug_token", { input_token })).data));
  }
}

function withoutLayers(settings: ClientSettings): Call {
  const { accessToken, appSecret, timeoutMs, clock } = settings;
  const proof = appSecret === undefined ? undefined : appSecretProof(appSecret);
  const send = transport({ ...settings, onVersion: () => undefined });
  const repeat = retry(settings.retry, clock, undefined);
  return pipeline(send, repeat, auth(tokenSource(accessToken), proof), deadline(timeoutMs));
}

/** Any answer tells whether the API is reached, which version it serves, and its time. */
async function ping(settings: ClientSettings, signal: AbortSignal | undefined): Promise<FetchResponse> {
  const { baseUrl, apiVersion, phoneNumberId, businessAccountId, timeoutMs } = settings;
  const url = `${baseUrl.replace(/\/+$/, "")}/${apiVersion}/${phoneNumberId ?? businessAccountId}`;
  const fetch: Fetch = settings.fetch ?? globalThis.fetch;
  return fetch(url, {
    method: "GET",
    headers: { "user-agent": `wacloud/${version}` },
    redirect: "manual",
    signal: withTimeout(timeoutMs, signal),
  });
}

function toTokenFacts(data: Json): TokenFacts {
  const granted = toObjects(data.granular_scopes).filter(({ scope }) =>
    String(scope).startsWith("whatsapp_business_"),
  );
  const limited = granted.filter(({ target_ids }) => Array.isArray(target_ids));
  const ids = limited.flatMap(({ target_ids }) => toList(target_ids).map(String));
  return {
    appId: idText(data.app_id),
    type: idText(data.type),
    isValid: data.is_valid === true,
    expiresAt: Number(data.expires_at ?? 0),
    scopes: toList(data.scopes).map(String),
    accountIds: limited.length === 0 ? undefined : [...new Set(ids)],
    error: toObject(data.error),
  };
}
