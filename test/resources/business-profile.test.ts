import { describe, expect, test } from "vitest";
import { ConfigurationError, file, WhatsAppClient } from "wacloud";
import { createSimulator } from "wacloud/testing";
import { client, failure } from "../support/client.ts";
import { recorder } from "../support/recorder.ts";
import { businessProfileOperations, compliance } from "./operations/business-profile.ts";
import { describeOperations, describeRefusals, type Refusal } from "./operations/operation.ts";

describeOperations(businessProfileOperations);

const update = (says: string, changes: object): Refusal => [
  says,
  ({ businessProfile }) => businessProfile.update(changes),
];

const comply = (says: string, changes: object): Refusal => [
  says,
  ({ businessProfile }) => businessProfile.updateCompliance({ ...compliance, ...changes }),
];

const { is_registered: _, ...unregistered } = compliance;
const officer = compliance.grievance_officer_details;
const longMail = `${"x".repeat(120)}@example.com`;
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const pdf = new TextEncoder().encode("%PDF-1.7");

describeRefusals([
  update(" has no change", {}),
  update("about must not be empty", { about: "" }),
  update("about must be at most 139 characters", { about: "x".repeat(140) }),
  update("address must be at most 256 characters", { address: "x".repeat(257) }),
  update("description must be at most 512 characters", { description: "x".repeat(513) }),
  update("email must be at most 128 characters", { email: longMail }),
  update("email must be an e-mail address", { email: "example.com" }),
  update("websites must have 0 to 2 elements", { websites: Array(3).fill("https://a.example") }),
  update("websites.0 must be an http or https URL", { websites: ["a.example"] }),
  update("websites.0 must be at most 256 characters", { websites: [`https://a.example/${"x".repeat(240)}`] }),
  update("profile_picture_handle must be a handle, or a file", { profile_picture_handle: "" }),
  update("profile_picture_handle must be a handle, or a file", { profile_picture_handle: png }),
  update("profile_picture_handle.type application/pdf is not supported", {
    profile_picture_handle: file(pdf),
  }),
  update("profile_picture_handle.file is empty", {
    profile_picture_handle: file(new Blob([], { type: "image/png" })),
  }),
  update("messaging_product is added by wacloud", { about: "Open", messaging_product: "whatsapp" }),
  comply("entity_name must have at least 2 characters", { entity_name: "x" }),
  comply("entity_name must be at most 128 characters", { entity_name: "x".repeat(129) }),
  comply("entity_type_custom is missing: OTHER need", { entity_type: "OTHER" }),
  comply("entity_type_custom goes only with OTHER", { entity_type_custom: "Club" }),
  comply("is_registered goes only with OTHER and PARTNERSHIP", { entity_type: "PUBLIC_COMPANY" }),
  [
    "is_registered is missing: OTHER and PARTNERSHIP need it",
    ({ businessProfile }) => businessProfile.updateCompliance(unregistered),
  ],
  comply("grievance_officer_details is missing", { grievance_officer_details: undefined }),
  comply("grievance_officer_details.name is missing", {
    grievance_officer_details: { ...officer, name: undefined },
  }),
  comply("grievance_officer_details.email must be at most 128", {
    grievance_officer_details: { ...officer, email: longMail },
  }),
  comply("customer_care_details.mobile_number must be a number with a plus", {
    customer_care_details: { email: "care@example.com", mobile_number: "9876543210" },
  }),
  [" has unknown keys: id", ({ businessProfile }) => businessProfile.get({ id: "1" } as never)],
]);

test("a picture needs an app", async () => {
  const { fetch, requests } = recorder();
  const { businessProfile } = client({ fetch, appId: undefined });
  const error = await failure(businessProfile.update({ profile_picture_handle: file(png) }));
  expect(error).toBeInstanceOf(ConfigurationError);
  expect(String(error)).toContain("WHATSAPP_APP_ID");
  expect(requests).toHaveLength(0);
});

test("a picture is uploaded to the app in the options", async () => {
  const { fetch, target } = recorder(
    Response.json({ id: "upload:1" }),
    Response.json({ h: "4::aW" }),
    Response.json({ success: true }),
  );
  await client({ fetch }).businessProfile.update({ profile_picture_handle: file(png) }, { appId: "678" });
  expect(target(0)).toMatch(/^\/v26\.0\/678\/uploads\?file_name=media\.png&file_length=12&file_type=image/);
});

describe("on the simulator", () => {
  const start = () => {
    const simulator = createSimulator();
    return new WhatsAppClient({ ...simulator.clientOptions, retry: false }).businessProfile;
  };

  test("what was changed is read back", async () => {
    const profile = start();
    const changes = { about: "Open 9 to 5", address: "1 Main St", websites: ["https://a.example"] };
    await profile.update(changes);
    await profile.update({ email: "hi@example.com", vertical: "RETAIL" });
    expect(await profile.get()).toMatchObject({ ...changes, email: "hi@example.com", vertical: "RETAIL" });
    await profile.update({ email: "" });
    expect(await profile.get({ fields: ["email"] })).not.toMatchObject({ email: "hi@example.com" });
  });

  test("a picture is shown at an address", async () => {
    const profile = start();
    expect(await profile.get({ fields: ["profile_picture_url"] })).not.toHaveProperty("profile_picture_url");
    await profile.update({ profile_picture_handle: file(png) });
    const { profile_picture_url } = await profile.get({ fields: ["profile_picture_url"] });
    expect(profile_picture_url).toMatch(/^https:/);
  });

  test("compliance info is read back", async () => {
    const profile = start();
    expect(await profile.getCompliance()).toBeUndefined();
    await profile.updateCompliance(compliance);
    expect(await profile.getCompliance()).toMatchObject(compliance);
  });
});
