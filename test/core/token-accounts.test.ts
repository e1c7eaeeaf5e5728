import { describe, expect, test, vi } from "vitest";
import { type AccessTokenContext, WhatsAppClient } from "wacloud";
import { client, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";

const hello = { to, body: "Hello" };
const listed = () => Response.json({ data: [] });

/** A token for each account, which says whose it is. */
const tokens = () =>
  vi.fn(({ businessAccountId, phoneNumberId }: AccessTokenContext) =>
    Promise.resolve(`token-${businessAccountId ?? "?"}-${phoneNumberId ?? "?"}`),
  );

const sent = (requests: { headers: Headers }[]) =>
  requests.map(({ headers }) => headers.get("authorization")?.replace("Bearer token-", ""));

describe("a token function is told whose token is needed, and asked once per account", () => {
  test("by the client, withBusinessAccount, withPhoneNumber, and the options of a call", async () => {
    const { fetch, requests } = recorder(accepted(), listed(), listed(), listed(), accepted());
    const accessToken = tokens();
    const first = client({ fetch, accessToken, businessAccountId: "1", phoneNumberId: "11" });
    const second = first.withBusinessAccount("2").withPhoneNumber("22");
    await first.messages.sendText(hello);
    await second.templates.list().page();
    await first.templates.list({}, { businessAccountId: "3" }).page();
    await first.qrCodes.list({}, { phoneNumberId: "12" }).page();
    await second.messages.sendText(hello);
    expect(sent(requests)).toEqual(["1-11", "2-22", "3-11", "1-11", "2-22"]);
    expect(accessToken.mock.calls.map(([context]) => context)).toEqual([
      { businessAccountId: "1", phoneNumberId: "11" },
      { businessAccountId: "2", phoneNumberId: "22" },
      { businessAccountId: "3", phoneNumberId: "11" },
    ]);
  });

  test("by the event that is replied to", async () => {
    const { fetch, requests } = recorder(accepted(), accepted());
    const whatsapp = client({ fetch, accessToken: tokens() });
    const event = { id: "e1", businessAccountId: "7", phoneNumberId: "77", chat: { wa_id: "14155552671" } };
    await whatsapp.replyTo(event).sendText({ body: "Hi" });
    await whatsapp.messages.sendText(hello);
    expect(sent(requests)).toEqual(["7-77", "102290129340398-106540352242922"]);
  });

  test("by the number, where the account is not known", async () => {
    const { fetch, requests } = recorder(accepted(), accepted());
    const first = new WhatsAppClient({ fetch, accessToken: tokens(), phoneNumberId: "11", rateLimit: false });
    await first.messages.sendText(hello);
    await first.withPhoneNumber("22").messages.sendText(hello);
    expect(sent(requests)).toEqual(["?-11", "?-22"]);
  });
});

test("a refused token is renewed for its account only", async () => {
  const { fetch, requests } = recorder(
    accepted(),
    accepted(),
    refused(401, 190),
    accepted(),
    accepted(),
    accepted(),
  );
  let asked = 0;
  const accessToken = vi.fn(
    ({ businessAccountId }: AccessTokenContext) => `token-${businessAccountId}.${++asked}`,
  );
  const first = client({ fetch, accessToken, businessAccountId: "1" });
  const second = first.withBusinessAccount("2");
  for (const whatsapp of [first, second, first, second, first]) await whatsapp.messages.sendText(hello);
  expect(sent(requests)).toEqual(["1.1", "2.2", "1.1", "1.3", "2.2", "1.3"]);
});

test("a token function that fails for one account does not stop the others", async () => {
  const { fetch, requests } = recorder(accepted());
  const accessToken = ({ businessAccountId }: AccessTokenContext) => {
    if (businessAccountId === "1") throw new Error("no such tenant");
    return "token-2";
  };
  const first = client({ fetch, accessToken, businessAccountId: "1" });
  await expect(first.messages.sendText(hello)).rejects.toThrow("no such tenant");
  await first.withBusinessAccount("2").messages.sendText(hello);
  expect(requests).toHaveLength(1);
});

test("the tokens that are kept are bounded: the one used longest ago is asked for again", async () => {
  const { fetch } = recorder(...Array.from({ length: 10_004 }, () => listed));
  const accessToken = vi.fn(() => "token");
  const first = client({ fetch, accessToken, businessAccountId: "1" });
  const read = (businessAccountId: string) => first.templates.list({}, { businessAccountId }).page();
  await read("1");
  await read("2");
  await read("1");
  for (let account = 3; account <= 10_001; account += 1) await read(String(account));
  expect(accessToken).toHaveBeenCalledTimes(10_001);
  await read("1");
  expect(accessToken).toHaveBeenCalledTimes(10_001);
  await read("2");
  expect(accessToken).toHaveBeenCalledTimes(10_002);
});
