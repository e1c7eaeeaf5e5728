/** Meta's lists of values grow without notice: the known ones are offered, any other string passes. */
export type Open<Known extends string> = Known | (string & {});

/** Where the library writes what it does; `console` fits. Nothing secret, no phone number and no message text is logged. */
export interface Logger {
  /** What only somebody who looks for a fault wants to read. */
  debug(message: string, fields?: object): void;
  /** What is as it should be. */
  info(message: string, fields?: object): void;
  /** What works, but deserves a look: a call that is repeated, a Graph version that has died. */
  warn(message: string, fields?: object): void;
  /** What failed and is reported nowhere else. */
  error(message: string, fields?: object): void;
}

/** What every method takes as its last argument. */
export interface CallOptions {
  /**
   * Gives the call up. Before the request left, the call rejects with the signal's reason; a send that had
   * already left rejects with an `AmbiguousSendError` whose `cause` is that reason.
   */
  signal?: AbortSignal | undefined;
  /** How long one attempt may take, in milliseconds. Default: the client's `timeoutMs`. */
  timeoutMs?: number | undefined;
  /** Further request headers. */
  headers?: Record<string, string> | undefined;
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

/** Meta's answer to calls that only say whether they worked. */
export interface SuccessAnswer {
  success: boolean;
}
