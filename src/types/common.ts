/** Meta's lists of values grow without notice: editors suggest the known ones, and any other string is accepted. */
export type Open<Known extends string> = Known | (string & {});

/** Where the library logs what it does, such as `console`; pino by `pinoLogger(pino)`. Never logs tokens, phone numbers or message text. */
export interface Logger {
  /** Details for debugging. */
  debug(message: string, fields?: object): void;
  /** Normal operation, such as a call that is repeated. */
  info(message: string, fields?: object): void;
  /** Something that works but deserves attention, such as a Graph API version that is no longer served. */
  warn(message: string, fields?: object): void;
  /** A failure that is reported nowhere else. */
  error(message: string, fields?: object): void;
}

/** The options that every method takes as its last argument. */
export interface CallOptions {
  /**
   * Aborts the call, which then rejects with the signal's reason. A send that has already left rejects with an
   * `AmbiguousSendError` instead, whose `cause` is that reason.
   */
  signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number | undefined;
  /** Additional request headers. `authorization` replaces the client's access token. */
  headers?: Record<string, string> | undefined;
}

/** Options of calls about a WhatsApp Business Account. */
export interface AccountCallOptions extends CallOptions {
  /** The account that this call is about. Default: the client's `businessAccountId`. */
  businessAccountId?: string | undefined;
}

/** Options of calls about one business number. */
export interface NumberCallOptions extends CallOptions {
  /** The number that this call is about. Default: the client's `phoneNumberId`. */
  phoneNumberId?: string | undefined;
}

/** Options of calls that upload files to an app. */
export interface AppCallOptions extends CallOptions {
  /** The app that this call uploads to. Default: the client's `appId`. */
  appId?: string | undefined;
}

/** Meta's response to calls that only report success. */
export interface SuccessAnswer {
  success: boolean;
}
