import { describe, expect, test } from "vitest";
import { ApiError, type TemplateAnalytics, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { failure } from "../support/client.ts";

const body = { type: "BODY", text: "We are open." } as const;
const hours = { name: "hours", language: "en_US", category: "UTILITY", components: [body] } as const;

/** A client that asks the simulator in the same process, and one that asks it over a socket. */
async function accounts() {
  const simulator = createSimulator({ reviewTemplatesAfterMs: false });
  const inside = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
  await simulator.listen();
  const outside = new WhatsAppClient({ ...simulator.clientOptions, retry: false });
  return { simulator, inside, outside };
}

test("a library template is found, created by its name, and approved immediately", async () => {
  const { simulator, inside } = await accounts();
  const { data } = await inside.templates.library({ language: "en_US" }).page();
  const ready = data.find(({ buttons }) => buttons === undefined || buttons.length === 0);
  if (ready === undefined) throw new Error("The simulator's library has no template without buttons.");
  const { id } = await inside.templates.create({
    name: "from_library",
    language: "en_US",
    category: "UTILITY",
    library_template_name: ready.name,
  });
  await simulator.settled();
  expect(await inside.templates.waitUntilReviewed(id)).toMatchObject({ status: "APPROVED" });
  const again = await inside.templates.sync([
    { name: "from_library", language: "en_US", category: "UTILITY", library_template_name: ready.name },
  ]);
  expect(again.unchanged).toMatchObject([{ id }]);
  await simulator.close();
});

test("one-time passcode templates in several languages are previewed and created", async () => {
  const { simulator, inside } = await accounts();
  const previews = await inside.templates.previews({
    languages: ["en_US", "fr"],
    add_security_recommendation: true,
    code_expiration_minutes: 10,
  });
  expect(previews.map(({ language }) => language).sort()).toEqual(["en_US", "fr"]);
  const upserted = await inside.templates.upsert({
    name: "code",
    languages: ["en_US", "fr"],
    category: "AUTHENTICATION",
    components: [
      { type: "BODY", add_security_recommendation: true },
      { type: "FOOTER", code_expiration_minutes: 10 },
      { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] },
    ],
  });
  expect(upserted.map(({ language }) => language).sort()).toEqual(["en_US", "fr"]);
  const french = await inside.templates.find({ name: "code", language: "fr" });
  expect(french?.components?.[0]?.text).toBe(previews.find(({ language }) => language === "fr")?.body);
  await simulator.close();
});

test.each(["inside", "outside"] as const)(
  "the archive takes templates and gives them back: %s",
  async (where) => {
    const { simulator, [where]: client } = await accounts();
    const { id } = await client.templates.create(hours);
    expect(await client.templates.archive([id])).toMatchObject({
      archived_templates: [],
      failed_templates: { [id]: expect.any(String) },
    });
    await simulator.approve("hours");
    expect(await client.templates.archive([id])).toEqual({ archived_templates: [id], failed_templates: {} });
    await simulator.settled();
    expect((await client.templates.get(id)).status).toBe("ARCHIVED");
    expect(await client.templates.unarchive([id])).toEqual({
      unarchived_templates: [id],
      failed_templates: {},
    });
    await simulator.settled();
    expect((await client.templates.get(id)).status).toBe("APPROVED");
    await simulator.close();
  },
);

test("a pacing pause can be ended after five minutes", async () => {
  const { simulator, inside } = await accounts();
  const { id } = await inside.templates.create(hours);
  await simulator.approve("hours");
  await simulator.pause("hours", { cause: "pacing" });
  expect(await inside.templates.unpause(id)).toMatchObject({ success: false, reason: expect.any(String) });
  await simulator.clock.advance({ minutes: 5 });
  expect(await inside.templates.unpause(id)).toEqual({ success: true });
  await simulator.close();
});

describe("metrics", () => {
  /** Today, as Meta counts days, and the days around it. */
  const today = () => {
    const midnight = Math.floor(Date.now() / 86_400_000) * 86_400;
    return { start: midnight - 86_400, end: midnight + 2 * 86_400, metric_types: ["SENT"] };
  };
  const sent = (list: readonly TemplateAnalytics[]) =>
    list.flatMap(({ data_points }) => data_points).reduce((sum, point) => sum + (point.sent ?? 0), 0);

  test("are refused until insights are enabled, and count what is sent afterwards", async () => {
    const { simulator, inside } = await accounts();
    const { id } = await inside.templates.create(hours);
    await simulator.approve("hours");
    const figures = () => inside.templates.analytics({ ...today(), template_ids: [id] }).page();
    expect(await failure(figures())).toMatchObject({ code: 200_007 });
    await inside.templates.enableInsights();
    for (const to of ["+14155552671", "+14155552672"]) {
      await inside.messages.sendTemplate({ to, name: "hours", language: "en_US" }, { checked: true });
    }
    await simulator.settled();
    expect(sent((await figures()).data)).toBe(2);
    await simulator.close();
  });

  test("of a group are counted together", async () => {
    const { simulator, inside } = await accounts();
    const ids: string[] = [];
    for (const name of ["hours", "hours_too"]) {
      ids.push((await inside.templates.create({ ...hours, name })).id);
      await simulator.approve(name);
    }
    await inside.templates.enableInsights();
    const facts = { name: "Autumn", description: "Sales", whatsapp_business_templates: ids };
    const group = await inside.templates.createGroup(facts);
    const groups: string[] = [];
    for await (const one of inside.templates.groups()) groups.push(one.id);
    expect(groups).toEqual([group.id]);
    for (const name of ["hours", "hours_too"]) {
      await inside.messages.sendTemplate({ to: "+14155552671", name, language: "en_US" });
    }
    await simulator.settled();
    const filters = { ...today(), template_group_ids: [group.id] };
    expect(sent((await inside.templates.groupAnalytics(filters).page()).data)).toBe(2);
    await simulator.close();
  });
});

test("approved templates of another account are copied; the others are listed with the reason", async () => {
  const { simulator, inside } = await accounts();
  const other = "102290129340399";
  simulator.addBusinessAccount(other);
  const there = new WhatsAppClient({ ...simulator.clientOptions, businessAccountId: other, retry: false });
  const { id } = await there.templates.create(hours);
  await simulator.approve("hours", { businessAccountId: other });
  const pending = await there.templates.create({ ...hours, name: "hours_too" });
  expect(await inside.templates.migrate({ source_waba_id: other, template_ids: [id, pending.id] })).toEqual({
    migrated_templates: [id],
    failed_templates: { [pending.id]: expect.any(String) },
  });
  expect(await inside.templates.find({ name: "hours" })).toMatchObject({ status: "APPROVED" });
  await simulator.close();
});

test("templates that were rarely sent cannot be compared", async () => {
  const { simulator, inside } = await accounts();
  const one = await inside.templates.create(hours);
  const other = await inside.templates.create({ ...hours, name: "hours_too" });
  const comparing = inside.templates.compare(one.id, { with: other.id, days: 7 });
  expect(await failure(comparing)).toBeInstanceOf(ApiError);
  await simulator.close();
});
