import { generateKeyPairSync } from "node:crypto";
import { type OrderDetailsParameters, WhatsAppClient } from "wacloud";
import { createSimulator, type Simulator } from "wacloud/testing";
import { phoneNumberId } from "../../support/client.ts";
import { type Operation, toMethod } from "./operation.ts";

/** A new account, and what rows call by names of their own, by these names. */
export interface World {
  simulator: Simulator;
  whatsapp: WhatsAppClient;
  /** The number that `{N}` stands for. */
  phoneNumberId: string;
  names: Record<string, string>;
}

type Furnish = (world: World) => Promise<Record<string, string>>;

const [ana, ben, cem, dan] = ["+14155552671", "+15557654321", "+15557654322", "+15557654323"];
const tos = "https://www.facebook.com/legal/ads-manager-marketing-messages-terms";
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).publicKey;

const withPortfolio: Furnish = async () => ({ 27: "2729063490586005" });
const withFlow: Furnish = async ({ whatsapp }) => {
  const { id } = await whatsapp.flows.create({ name: "Old", categories: ["OTHER"] });
  return { 660077008800: id, 1: id };
};
const withSignup: Furnish = async ({ whatsapp }) => {
  const policy = { tos, accepted: true };
  const texts = { signup_message: "News", confirmation_message: "Thanks" };
  const privacy_policy_url = "https://a.example";
  return { 31000000000001: (await whatsapp.signups.create({ ...texts, privacy_policy_url, policy })).id };
};
const withWriters: Furnish = async ({ simulator }) => {
  for (const number of [ana, ben]) await simulator.user(number).sends("hi");
  const { user_id } = simulator.user(ben);
  return { "US.77": user_id, "US.1349": user_id };
};
const withCall: Furnish = async ({ simulator }) => ({ "wacid.HBgL": (await simulator.user(ana).calls()).id });
const withConfiguration: Furnish = async ({ whatsapp }) => {
  await whatsapp.payments.createConfiguration({ configuration_name: "shop", provider_name: "razorpay" });
  return {};
};
const withNewNumber: Furnish = async (world) => {
  const number = { cc: "1", phone_number: "5550104477", verified_name: "Shop" };
  world.phoneNumberId = (await world.whatsapp.phoneNumbers.create(number)).id;
  return {};
};

async function withGroup({ simulator, whatsapp: { groups } }: World) {
  await groups.create({ subject: "Crew", join_approval_mode: "approval_required" });
  await simulator.settled();
  const [{ id } = { id: "" }] = (await groups.list().page()).data;
  const { invite_link } = await groups.getInviteLink(id);
  for (const number of [ana, ben, cem, dan]) await simulator.user(number).joins(invite_link);
  const requests = (await groups.joinRequests(id).page()).data.map(({ join_request_id }) => join_request_id);
  const [JR1 = "", JR2 = ""] = requests;
  return { R1AxMjM0: id, R1: id, JR1, JR2 };
}

const withMembers: Furnish = async (world) => {
  const names = await withGroup(world);
  const { groups } = world.whatsapp;
  const { data } = await groups.joinRequests(names.R1).page();
  await groups.approveJoinRequests(
    names.R1,
    data.map(({ join_request_id }) => join_request_id),
  );
  await world.simulator.settled();
  const [one, two] = [cem, dan].map((number) => world.simulator.user(number).user_id);
  return { ...names, "US.1349": String(one), "US.7": String(two) };
};

const money = { value: 50_000, offset: 100 };
const order: OrderDetailsParameters = {
  reference_id: "order-77",
  type: "digital-goods",
  payment_settings: [
    { type: "payment_gateway", payment_gateway: { type: "razorpay", configuration_name: "shop" } },
  ],
  currency: "INR",
  total_amount: money,
  order: {
    status: "pending",
    items: [{ retailer_id: "1", name: "Tea", amount: money, quantity: 1 }],
    subtotal: money,
    tax: { value: 0, offset: 100 },
  },
};

/** What has to exist before an operation, by its name, method or resource. */
const furnishings: Readonly<Record<string, Furnish>> = {
  "analytics.groups": withGroup,
  blockedUsers: withWriters,
  "businessAccount.users": withPortfolio,
  "businessAccount.getPortfolio": withPortfolio,
  "businessAccount.ownedAccounts": withPortfolio,
  "businessAccount.clientAccounts": withPortfolio,
  "businessAccount.systemUsers": withPortfolio,
  "businessProfile.update": async ({ whatsapp }) => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
    const { handle } = await whatsapp.media.uploadResumable({ file: png, type: "image/png" });
    return { "4::aW==": handle };
  },
  "calls.connect": async ({ simulator }) => {
    await simulator.user(ana).allowsCalls();
    return { "US.13491208655302741918": simulator.user(ana).user_id };
  },
  "calls.preAccept": withCall,
  "calls.accept": withCall,
  flows: withFlow,
  "flows.migrate": async ({ simulator, whatsapp }) => {
    simulator.addBusinessAccount("900100");
    await whatsapp.withBusinessAccount("900100").flows.create({ name: "Booking", categories: ["OTHER"] });
    return { 5: "900100" };
  },
  "flows.setPublicKey": async () => ({
    "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n": String(
      key.export({ type: "spki", format: "pem" }),
    ),
  }),
  groups: withGroup,
  "groups.removeParticipants": withMembers,
  "onboarding.exchangeCode": async ({ simulator }) => ({
    "AQB3xyz-Code_9": simulator.embeddedSignup().code,
    "0123456789abcdef0123456789abcdef": simulator.clientOptions.appSecret,
  }),
  "onboarding.exchangeCode with a redirect": async ({ simulator }) => ({
    "AQB3xyz-Code_9": simulator.embeddedSignup({ redirectUri: "https://app.example/back" }).code,
    "0123456789abcdef0123456789abcdef": simulator.clientOptions.appSecret,
  }),
  "onboarding.syncAppData": async (world) => {
    const { code, message } = world.simulator.embeddedSignup({ staysInApp: true });
    const account = { code, businessAccountId: message.data.waba_id };
    const { accessToken, phoneNumberId: id = "" } = await world.whatsapp.onboarding.complete(account);
    world.phoneNumberId = id;
    world.whatsapp = new WhatsAppClient({ ...world.simulator.clientOptions, accessToken, retry: false });
    return {};
  },
  "payments.updateConfiguration": withConfiguration,
  "payments.createOAuthLink": withConfiguration,
  "payments.refund": async ({ simulator, whatsapp }) => {
    const to = "+919812345678";
    const ravi = simulator.user(to);
    await ravi.sends("hi");
    await whatsapp.messages.sendOrderDetails({ to, body: "Order", parameters: order });
    await ravi.pays();
    return {};
  },
  "phoneNumbers.get": async ({ phoneNumberId: id }) => ({ 78: id }),
  "phoneNumbers.requestCode": withNewNumber,
  "phoneNumbers.verifyCode": async (world) => {
    await withNewNumber(world);
    const { whatsapp, phoneNumberId: id, simulator } = world;
    await whatsapp.withPhoneNumber(id).phoneNumbers.requestCode({ code_method: "SMS", language: "en" });
    const { verificationCode = "" } = simulator.phoneNumbers.find((number) => number.id === id) ?? {};
    return { " 123-456": verificationCode, 123456: verificationCode };
  },
  "qrCodes.update": async ({ whatsapp }) => ({
    "4O4YGZEG3RIVE1": (await whatsapp.qrCodes.create({ prefilled_message: "Hi" })).code,
  }),
  "signups.get": withSignup,
  "signups.update": withSignup,
};

const numbers = [{ id: phoneNumberId, settings: { calling: { status: "ENABLED" } } }];

/** A new account in which an operation can be called as its row does. */
export async function createWorld(operation: Operation): Promise<World> {
  const simulator = createSimulator({ seed: { numbers } });
  const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, retry: false, rateLimit: false });
  const world: World = { simulator, whatsapp, phoneNumberId, names: {} };
  const method = toMethod(operation);
  const furnish =
    furnishings[operation.name] ?? furnishings[method] ?? furnishings[method.split(".")[0] ?? ""];
  world.names = (await furnish?.(world)) ?? {};
  return world;
}
