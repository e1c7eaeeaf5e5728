// What calls, groups and analytics take and return. Compiled by `npm run typecheck`.
import type { CallPermission, Group, JoinRequest, Payment, WhatsAppClient } from "wacloud";
import type { MessageEvent } from "wacloud/webhooks";

export async function calls({ calls }: WhatsAppClient, event: MessageEvent): Promise<void> {
  const { id }: { id: string } = await calls.connect({ to: event.from ?? "", session: { sdp: "v=0" } });
  await calls.accept(id, { session: { sdp: "v=0", sdp_type: "answer" } }, { phoneNumberId: "1" });
  const { permission, actions }: CallPermission = await calls.getPermission({ user_id: "US.1" });
  console.log(permission.status, actions[0]?.limits?.[0]?.max_allowed);

  // @ts-expect-error a call begins with an offer
  await calls.connect({ to: "+14155552671", session: { sdp: "v=0", sdp_type: "answer" } });
  // @ts-expect-error an answer needs a session
  await calls.accept(id, {});
  // @ts-expect-error there is one kind of owner
  await calls.terminate(id, { businessAccountId: "1" });
}

export async function groups({ groups }: WhatsAppClient): Promise<void> {
  const whole: Group = await groups.get("R1");
  const some = await groups.get({ id: "R1", fields: ["subject"] });
  const subject: string | undefined = some.subject;
  // @ts-expect-error the description was not asked for
  some.description;
  for await (const request of groups.joinRequests("R1")) console.log((request satisfies JoinRequest).wa_id);
  await groups.update("R1", { profile_picture_file: { path: "crew.jpg" } });
  console.log(whole, subject);

  // @ts-expect-error the subject is needed
  await groups.create({ description: "d" });
  // @ts-expect-error there are two modes
  await groups.create({ subject: "a", join_approval_mode: "anybody" });
}

export async function reports({ analytics, payments }: WhatsAppClient): Promise<void> {
  const { data_points } = await analytics.messages({ start: 1, end: 2, product_types: [0, 100] });
  const sent: number | undefined = data_points[0]?.sent;
  const payment: Payment | undefined = await payments.get({ configuration_name: "a", reference_id: "b" });
  console.log(sent, payment?.transactions?.[0]?.refunds);

  // @ts-expect-error days have another name here
  await analytics.messages({ start: 1, end: 2, granularity: "DAILY" });
  // @ts-expect-error a time is a number
  await analytics.pricing({ start: new Date(), end: 2 });
}
