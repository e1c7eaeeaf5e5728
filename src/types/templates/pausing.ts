/** Meta's answer to `unpause`. */
export interface UnpauseAnswer {
  success: boolean;
  /** Why not; one is that the pause began less than 5 minutes ago. */
  reason?: string | undefined;
}
