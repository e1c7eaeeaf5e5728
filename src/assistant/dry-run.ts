import type { Call } from "../core/pipeline.ts";
import type { Messages } from "../resources/messages.ts";
import { memoryStore } from "../store/memory-store.ts";
import type { SentMessage } from "../types/messages/outgoing.ts";

/** Checks a message as a send would, and shows the body that would have been sent. */
export async function previewMessage(send: (messages: Messages) => Promise<SentMessage>): Promise<object> {
  const { Messages } = await import("../resources/messages.ts");
  let body: unknown;
  const record: Call = async (request) => {
    body = request.body;
    return { status: 200, headers: new Headers(), body: { messages: [{ id: "dry-run" }] } as never };
  };
  const settings = {
    phoneNumberId: "0",
    correlate: false,
    store: memoryStore(),
    checkTemplate: async () => {},
  };
  await send(new Messages(record, settings));
  return { dry_run: true, note: "Checked, but not sent: this is a dry run.", would_send: body };
}
