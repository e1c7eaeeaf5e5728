// What is read with `fields` has only these, and inputs have no more than Meta takes. Compiled by `npm run typecheck`.
import type {
  BusinessAccount,
  BusinessProfile,
  CommerceSettings,
  PhoneNumber,
  SuccessAnswer,
  WhatsAppClient,
} from "wacloud";

export async function calls(client: WhatsAppClient): Promise<void> {
  const { phoneNumbers, businessProfile, businessAccount, blockedUsers, automation, commerce } = client;
  const number: PhoneNumber = await phoneNumbers.get();
  const chosen = await phoneNumbers.get({ fields: ["status", "health_status.phone_number(1)"] });
  console.log(number, chosen.status, chosen.health_status);
  // @ts-expect-error the name was not asked for
  chosen.verified_name;
  for await (const { id } of phoneNumbers.list({ fields: ["id"] })) id.concat("");
  const done: SuccessAnswer = await phoneNumbers.register({ pin: "123456" });
  // @ts-expect-error a PIN is a text: as a number it would lose its zeros
  await phoneNumbers.register({ pin: 123456 });
  // @ts-expect-error it is added by wacloud
  await phoneNumbers.register({ pin: "123456", messaging_product: "whatsapp" });
  // @ts-expect-error there are two ways
  await phoneNumbers.requestCode({ code_method: "PIGEON", language: "en" });
  await phoneNumbers.deregister({ phoneNumberId: "1" });
  // @ts-expect-error whose number it is stands in the options, after the filters
  phoneNumbers.list({ businessAccountId: "1" });

  const profile: BusinessProfile = await businessProfile.get();
  // @ts-expect-error there is no such field
  await businessProfile.get({ fields: ["color"] });
  const account: BusinessAccount = await businessAccount.get();
  // @ts-expect-error it cannot be undone
  await businessAccount.update({ is_enabled_for_insights: false });
  // @ts-expect-error half an override
  await businessAccount.subscribe({ override_callback_uri: "https://a.example" });
  // @ts-expect-error whose users they are
  businessAccount.users({});
  const { added_users, failed_users } = await blockedUsers.block([{ wa_id: "1" }, "US.1"]);
  const prompts: string[] | undefined = (await automation.get())?.prompts;
  const settings: CommerceSettings | undefined = await commerce.getSettings();
  console.log(done, profile, account, added_users, failed_users, prompts, settings);
}
