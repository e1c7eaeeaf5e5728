import { requestsEndAlone } from "../utils/runtime.ts";

/** Where the access token comes from. */
export interface Tokens {
  /** The token to use now. */
  current(): Promise<string>;
  /** Forgets this token, so that the next call asks for another; `false` when there is nobody to ask. */
  expire(token: string): boolean;
  /** Whether there is a function to ask again. */
  readonly renewable: boolean;
}

/**
 * A fixed token, or a function's. The function is asked once and its answer kept, shared by all calls at the
 * same time, until Meta refuses the token. (Where requests end alone, only an answer that has come is shared.)
 */
export function tokens(source: string | (() => string | Promise<string>)): Tokens {
  if (typeof source === "string") {
    return { current: async () => source, expire: () => false, renewable: false };
  }
  let kept: { token: Promise<string>; value?: string } | undefined;
  const ask = () => {
    const asked: { token: Promise<string>; value?: string } = { token: Promise.resolve().then(source) };
    kept = asked;
    asked.token.then(
      (value) => {
        asked.value = value;
      },
      () => {
        if (kept === asked) kept = undefined;
      },
    );
    return asked;
  };
  const isShared = !requestsEndAlone();
  return {
    current: () => (isShared || kept?.value !== undefined ? (kept ?? ask()) : ask()).token,
    expire: (token) => {
      if (kept?.value === token) kept = undefined;
      return true;
    },
    renewable: true,
  };
}
