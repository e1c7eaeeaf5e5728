import { WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { createWebhookHandler } from "wacloud/webhooks";
import { batch, delivery, message, secrets } from "../../webhooks/signed.ts";
import { meet } from "../suites/world.ts";
import { report } from "./report.ts";

// Uses everything and closes nothing: the process must end all the same.

async function main(): Promise<void> {
  const { client } = await meet(String(process.argv[2]));
  const to = "+14155552671";
  await new WhatsAppClient(client).messages.sendText({ to, body: "Hello" });
  await new WhatsAppClient(createSimulator({ openWindow: true }).clientOptions).messages.sendText({
    to,
    body: "Hello",
  });
  await createWebhookHandler(secrets)(await delivery(batch(message("wamid.1"))));
  report([{ suite: "ends", passed: 1, failures: [] }]);
}

void main();
