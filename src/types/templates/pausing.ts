/** Meta's answer to `unpause`. */
export interface UnpauseAnswer {
  success: boolean;
  /** Why Meta refused, for example because the pause began less than 5 minutes ago. */
  reason?: string | undefined;
}
