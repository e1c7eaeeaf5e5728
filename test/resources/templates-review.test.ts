import { describe, expect, test } from "vitest";
import { ApiError, ConfigurationError, ValidationError, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { parseWebhook } from "wacloud/webhooks";
import { client, failure, fakeClock } from "../support/client.ts";
import { recorder, refused } from "../support/recorder.ts";

const news = {
  name: "news",
  language: "en_US",
  category: "UTILITY",
  components: [{ type: "BODY", text: "We are open." }],
} as const;
const template = (status: string, more: object = {}) => ({ ...news, id: "77", status, ...more });
const pending = () => Response.json(template("PENDING"));
const approved = () => Response.json(template("APPROVED"));
const listing = (...data: object[]) => Response.json({ data });

describe("on the simulator", () => {
  const hour = 60 * 60 * 1000;

  test.each(["approve", "reject"] as const)(
    "a webhook event ends the wait immediately: %s",
    async (decide) => {
      const simulator = createSimulator({ reviewTemplatesAfterMs: false });
      const { templates } = new WhatsAppClient(simulator.clientOptions);
      simulator.webhook = async (request) => {
        for (const event of parseWebhook(await request.text())) templates.invalidate(event);
        return new Response();
      };
      const { id } = await templates.create(news);
      const waits = [id, { id }, news, { name: "news" }].map((which) =>
        templates.waitUntilReviewed(which, { minPollMs: hour, maxPollMs: hour }),
      );
      const looks = () => simulator.requests.filter(({ method }) => method === "GET").length;
      while (looks() < waits.length) await new Promise((resolve) => setTimeout(resolve));
      await new Promise((resolve) => setTimeout(resolve, 5));
      await simulator[decide]("news");
      const seen = await Promise.all(waits);
      const expected =
        decide === "approve"
          ? { status: "APPROVED" }
          : { status: "REJECTED", rejected_reason: "INVALID_FORMAT" };
      expect(seen).toMatchObject(waits.map(() => ({ id, ...expected })));
      await simulator.close();
    },
  );

  test("without events, it polls until the template is reviewed", async () => {
    const simulator = createSimulator({ reviewTemplatesAfterMs: 30 });
    const { templates } = new WhatsAppClient(simulator.clientOptions);
    const { id } = await templates.create(news);
    expect(await templates.waitUntilReviewed(id, { minPollMs: 5 })).toMatchObject({ status: "APPROVED" });
    await simulator.close();
  });
});

test("it polls immediately, then at growing intervals", async () => {
  const clock = fakeClock();
  const { fetch, requests } = recorder(...Array.from({ length: 6 }, pending), approved());
  const waiting = client({ fetch, clock }).templates.waitUntilReviewed("77", {
    minPollMs: 10_000,
    maxPollMs: 30_000,
  });
  expect((await waiting).status).toBe("APPROVED");
  expect(clock.slept).toEqual([10_000, 15_000, 22_500, 30_000, 30_000, 30_000]);
  expect(requests).toHaveLength(7);
  expect(requests[0]?.url.pathname).toBe("/v26.0/77");
});

test.each(["APPROVED", "REJECTED", "PAUSED", "DISABLED", "SOMETHING_NEW"])(
  "%s ends the wait",
  async (status) => {
    const { fetch } = recorder(Response.json(template(status)));
    expect(await client({ fetch }).templates.waitUntilReviewed("77")).toEqual(template(status));
  },
);

test.each(["PENDING", "IN_APPEAL", "pending"])("%s does not", async (status) => {
  const { fetch, requests } = recorder(Response.json(template(status)), approved());
  await client({ fetch, clock: fakeClock() }).templates.waitUntilReviewed("77");
  expect(requests).toHaveLength(2);
});

describe("by name", () => {
  test("in its language, however that is spelled", async () => {
    const german = { ...template("APPROVED"), id: "78", language: "de" };
    const { fetch, requests } = recorder(listing(german, template("APPROVED")));
    const { templates } = client({ fetch });
    expect((await templates.waitUntilReviewed({ name: "news", language: "en-US" })).id).toBe("77");
    expect(requests[0]?.url.searchParams.get("name")).toBe("news");
  });

  test("a template that is not listed yet is given a moment", async () => {
    const { fetch } = recorder(listing(), listing(), listing(template("APPROVED")));
    const { templates } = client({ fetch, clock: fakeClock() });
    expect((await templates.waitUntilReviewed({ name: "news" })).id).toBe("77");
  });

  test("a template that does not exist is an error", async () => {
    const { fetch, requests } = recorder(listing(), listing(), listing());
    const { templates } = client({ fetch, clock: fakeClock() });
    expect(await failure(templates.waitUntilReviewed({ name: "news" }))).toBeInstanceOf(ValidationError);
    expect(requests).toHaveLength(3);
  });

  test("needs an account", async () => {
    const { templates } = client({ fetch: recorder().fetch, businessAccountId: undefined });
    expect(await failure(templates.waitUntilReviewed({ name: "news" }))).toBeInstanceOf(ConfigurationError);
  });
});

describe("failures", () => {
  test("that are temporary do not end the wait, and Meta's retry time is respected", async () => {
    const clock = fakeClock();
    const throttled = () => refused(400, 80_008, {}, { "retry-after": "120" });
    const { fetch } = recorder(throttled(), new TypeError("terminated"), refused(500, 2), approved());
    const { templates } = client({ fetch, clock });
    expect((await templates.waitUntilReviewed("77")).status).toBe("APPROVED");
    expect(clock.slept).toEqual([120_000, 15_000, 22_500]);
  });

  test.each([
    ["the token", refused(401, 190)],
    ["an unknown id", refused(400, 100, { error_subcode: 33 })],
  ])("that are permanent end the wait: %s", async (_, answer) => {
    const { fetch } = recorder(answer);
    expect(await failure(client({ fetch }).templates.waitUntilReviewed("77"))).toBeInstanceOf(ApiError);
  });

  test.each([undefined, null, 77, {}, { name: "" }, { id: 77 }])(
    "a missing id or name is refused immediately: %j",
    async (template) => {
      const { fetch, requests } = recorder();
      const error = await failure(client({ fetch }).templates.waitUntilReviewed(template as never));
      expect(error).toMatchObject({
        name: "ValidationError",
        message: "Invalid template to wait for: must be an id, or an object with an `id` or a `name`.",
      });
      expect(requests).toEqual([]);
    },
  );

  test.each([{ minPollMs: 0 }, { minPollMs: 10, maxPollMs: 5 }, { minPollMs: Number.NaN }])(
    "%j is refused",
    async (options) => {
      const { templates } = client({ fetch: recorder().fetch });
      expect(await failure(templates.waitUntilReviewed("77", options))).toBeInstanceOf(ConfigurationError);
    },
  );
});

test("an abort rejects with the signal's reason and leaves nothing behind", async () => {
  const controller = new AbortController();
  const { fetch, requests } = recorder(pending());
  const { templates } = client({ fetch });
  const waiting = templates.waitUntilReviewed("77", { signal: controller.signal });
  const failed = failure(waiting);
  while (requests.length === 0) await new Promise((resolve) => setTimeout(resolve));
  controller.abort(new Error("enough"));
  expect(await failed).toMatchObject({ message: "enough" });
  templates.invalidate({ name: "news" });
  await new Promise((resolve) => setTimeout(resolve));
  expect(requests).toHaveLength(1);
});

test("an event about another template wakes no call; invalidating all wakes every call", async () => {
  const { fetch, requests } = recorder(pending(), pending(), approved());
  const { templates } = client({ fetch });
  const waiting = templates.waitUntilReviewed("77");
  const looks = async (count: number) => {
    while (requests.length < count) await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(requests).toHaveLength(count);
  };
  const about = (message_template_id: string, message_template_name: string) => ({
    type: "message_template_status_update",
    value: { message_template_id, message_template_name, message_template_language: "en-US" },
  });
  await looks(1);
  templates.invalidate(about("78", "news"));
  templates.invalidate({ name: "other" });
  templates.invalidate({ name: "news", language: "de" });
  templates.invalidate({ type: "message" });
  await looks(1);
  templates.invalidate(about("77", "news"));
  await looks(2);
  templates.invalidate();
  expect((await waiting).status).toBe("APPROVED");
});
