/** Variables that a bot needs: to send, and to receive. */
const needed = {
  send: ["WHATSAPP_ACCESS_TOKEN", "WHATSAPP_PHONE_NUMBER_ID"],
  receive: ["WHATSAPP_APP_SECRET", "WHATSAPP_WEBHOOK_VERIFY_TOKEN"],
};

/** What to add to an error about missing variables: those that the next error would be about, and where they go. */
export function missingVariablesHint(env: object, next: keyof typeof needed): string {
  const values = env as Readonly<Record<string, unknown>>;
  const missing = needed[next].filter((name) => values[name] === undefined || values[name] === "");
  const others = missing.length === 0 ? "" : ` Not set either, and needed to ${next}: ${missing.join(", ")}.`;
  return `${others} \`node --env-file=.env\` reads variables from a file.`;
}
