import { createSimulator, type Simulator, type SimulatorOptions } from "wacloud/testing";
import type { Clock } from "../../src/core/clock.ts";

export const customer = "+5511987654321";
export const customerDigits = "5511987654321";

type Body = Record<string, unknown>;

/** The response of an endpoint. */
export interface Answered {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests read responses freely
  json: any;
}

export interface Access {
  fetch?: typeof globalThis.fetch;
  base?: string;
  token?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Calls an endpoint with plain HTTP, without a client library. */
export async function call(
  simulator: Simulator,
  method: string,
  path: string,
  body?: Body,
  access: Access = {},
): Promise<Answered> {
  const { base = "https://graph.facebook.com", token = simulator.accessToken, headers, signal } = access;
  const answer = await (access.fetch ?? simulator.fetch)(`${base}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  return { status: answer.status, headers: answer.headers, json: await answer.json() };
}

/** Posts a message body unchanged. */
export const post = (simulator: Simulator, body: Body, access?: Access): Promise<Answered> =>
  call(
    simulator,
    "POST",
    `/v26.0/${simulator.clientOptions.phoneNumberId}/messages`,
    { messaging_product: "whatsapp", ...body },
    access,
  );

export const hello = { to: customer, type: "text", text: { body: "Hello" } };

/** Posts a message to the customer. */
export const send = (simulator: Simulator, message: Body, access?: Access): Promise<Answered> =>
  post(simulator, { to: customer, ...message }, access);

export const quiet = (options: SimulatorOptions = {}): Simulator =>
  createSimulator({ openWindow: true, throughput: false, pairLimit: false, ...options });

export const account = (simulator: Simulator) => `/v26.0/${simulator.clientOptions.businessAccountId}`;

/** Creates a template and waits until it is approved. */
export async function approved(simulator: Simulator, template: Body): Promise<Answered> {
  const answer = await call(simulator, "POST", `${account(simulator)}/message_templates`, {
    language: "en_US",
    category: "MARKETING",
    ...template,
  });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.json));
  await simulator.approve(String(template.name));
  return answer;
}

/** Uploads sample media for templates. Returns the handle. */
export async function handle(simulator: Simulator, type = "image/png", bytes = 3): Promise<string> {
  const { appId } = simulator.clientOptions;
  const started = await call(
    simulator,
    "POST",
    `/v26.0/${appId}/uploads?file_length=${bytes}&file_type=${type}`,
  );
  const answer = await simulator.fetch(`https://graph.facebook.com/v26.0/${started.json.id}`, {
    method: "POST",
    headers: { authorization: `OAuth ${simulator.accessToken}`, file_offset: "0" },
    body: new Uint8Array(bytes),
  });
  return ((await answer.json()) as { h: string }).h;
}

/** Uploads a file for messages. Returns its id. */
export async function upload(
  simulator: Simulator,
  file: { type: string; name?: string; bytes?: Uint8Array<ArrayBuffer>; declared?: string | undefined },
  access: Access = {},
): Promise<Answered> {
  const { type, name = "blob", bytes = new Uint8Array([1, 2, 3]) } = file;
  const form = new FormData();
  form.set("messaging_product", "whatsapp");
  if (file.declared !== undefined) form.set("type", file.declared);
  form.set("file", new Blob([bytes], { type }), name);
  const { phoneNumberId } = simulator.clientOptions;
  const answer = await (access.fetch ?? simulator.fetch)(
    `${access.base ?? "https://graph.facebook.com"}/v26.0/${phoneNumberId}/media`,
    { method: "POST", headers: { authorization: `Bearer ${simulator.accessToken}` }, body: form },
  );
  return { status: answer.status, headers: answer.headers, json: await answer.json() };
}

/** A clock that only moves with `advance`, which wakes sleepers whose time has come. */
export function manualClock(start = 1_790_000_000_000) {
  let now = start;
  let sleepers: { until: number; wake: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    random: () => 0.5,
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        sleepers.push({ until: now + milliseconds, wake: resolve });
      }),
  };
  return {
    clock,
    advance(milliseconds: number): void {
      now += milliseconds;
      const due = sleepers.filter(({ until }) => until <= now);
      sleepers = sleepers.filter(({ until }) => until > now);
      for (const { wake } of due) wake();
    },
  };
}

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => count * 3_600_000;
export const days = (count: number): number => count * 86_400_000;
