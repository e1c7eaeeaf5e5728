import { type AccessToken, type TokenSource, tokenSource } from "../core/auth.ts";
import type { Clock } from "../core/clock.ts";
import type { ApiResponse, Query } from "../core/pipeline.ts";
import type { Recipient } from "../types/recipients.ts";
import { idText, type Json, toList, toObject, toObjects } from "../utils/json.ts";
import { once } from "../utils/once.ts";
import { type Connection, callDirectly, fetchGraph } from "./direct-call.ts";
import type { Asked } from "./options.ts";
import { openWebhook, type WebhookProbe } from "./webhook-probe.ts";

/** The options of the client that is examined, with their defaults. */
export interface ClientSettings extends Connection {
  accessToken: AccessToken;
  phoneNumberId: string | undefined;
  businessAccountId: string | undefined;
  appId: string | undefined;
  rateLimit: { messagesPerSecond: number } | undefined;
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
  /** The headers of the first answer of the API, to a call without a token. */
  readonly ping: () => Promise<Headers>;
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
  readonly #tokens: TokenSource;

  constructor(client: ExaminedClient, settings: ClientSettings, asked: Asked) {
    this.client = client;
    this.settings = settings;
    this.asked = asked;
    this.#tokens = tokenSource(settings.accessToken);
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

  /** Calls with the app's token, or if that is not known, with the client's. */
  async #asApp(path: string, query: Record<string, string> = {}): Promise<unknown> {
    const { appId, appSecret } = this.settings;
    const token = this.knowsApp ? `${appId}|${appSecret}` : await this.#ownToken();
    return callDirectly(this.settings, { path, query, token, signal: this.asked.signal });
  }

  #ownToken(): Promise<string> {
    const { businessAccountId, phoneNumberId } = this.settings;
    return this.#tokens.current({ businessAccountId, phoneNumberId });
  }

  async #inspectToken(): Promise<TokenFacts> {
    const query = { input_token: await this.#ownToken() };
    return toTokenFacts(toObject(toObject(await this.#asApp("/debug_token", query)).data));
  }
}

/** Any answer tells whether the API is reached, which version it serves, and its time. */
async function ping(settings: ClientSettings, signal: AbortSignal | undefined): Promise<Headers> {
  const id = settings.phoneNumberId ?? settings.businessAccountId;
  const { headers } = await fetchGraph(settings, { path: `/${id}`, query: {} }, { headers: {}, signal });
  return new Headers([...headers]);
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
