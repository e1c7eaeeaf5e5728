import { createHmac } from "node:crypto";
import { createWebhookHandler, parseWebhook, verifySignature } from "wacloud/webhooks";
import { race } from "./measure.ts";
import { type Comparison, compared, type Table } from "./table.ts";
import { appSecret, batchWebhook, sign, statusWebhook, textWebhook } from "./webhooks.ts";

/** Verifying and reading, against `createHmac` and `JSON.parse`, which check neither signature nor types. */
export async function receiving(): Promise<Table> {
  const batch = batchWebhook();
  const rows: Comparison[] = [
    { ...(await reading(textWebhook(), 1000)), what: "text: verify, read, check types", target: 1.5 },
    { ...(await reading(statusWebhook(), 1000)), what: "status: the same" },
    { ...(await reading(batch, 1)), what: `batch of ${(batch.length / 1e6).toFixed(1)} MB: the same` },
    { ...(await handling()), what: "text: the whole handler, duplicates kept out" },
  ];
  return compared("Receiving, against createHmac and JSON.parse", rows);
}

type Figures = Pick<Comparison, "wacloud" | "floor" | "unit">;

async function reading(body: string, calls: number): Promise<Figures> {
  const rawBody = Buffer.from(body);
  const signature = sign(body);
  const ours = async () => {
    if (!(await verifySignature({ rawBody, signature, appSecret }))) throw new Error("not verified");
    return parseWebhook(rawBody);
  };
  const { ours: wacloud, floor } = await race(ours, bareReader(rawBody), { calls, rounds: 40 });
  return { wacloud: wacloud.cpu, floor: floor.cpu, unit: "µs" };
}

const bareReader = (rawBody: Buffer) => () => {
  createHmac("sha256", appSecret).update(rawBody).digest("hex");
  return JSON.parse(rawBody.toString());
};

async function handling(): Promise<Figures> {
  const handle = createWebhookHandler({ appSecret, verifyToken: "v", onEvent: () => {} });
  const calls = 500;
  const rounds = 40;
  const requests = Array.from({ length: calls * rounds }, (_, index) => {
    const rawBody = Buffer.from(textWebhook(`wamid.${index}`));
    return { method: "POST", query: {}, headers: { "x-hub-signature-256": sign(rawBody) }, rawBody };
  });
  let next = 0;
  const ours = () => handle(requests[next++ % requests.length] as (typeof requests)[number]);
  const { ours: wacloud, floor } = await race(ours, bareReader(Buffer.from(textWebhook())), {
    calls,
    rounds,
  });
  return { wacloud: wacloud.cpu, floor: floor.cpu, unit: "µs" };
}
