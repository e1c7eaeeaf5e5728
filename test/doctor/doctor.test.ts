import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ValidationError, WhatsAppClient } from "wacloud";
import { failure } from "../support/client.ts";
import { healthy, list, pick, still } from "./setup.ts";

test("says nothing about a healthy set-up, changes nothing, and makes no bot do anything", async () => {
  const { findings, simulator, handled } = await healthy();
  const found = await findings();
  expect(list(found)).toEqual([]);
  const ids = found.filter(({ status }) => status === "skipped").map(({ id }) => id);
  expect(ids).toEqual(["webhook.certificate", "send.template", "send.status"]);
  expect([simulator.requests.filter(({ method }) => method !== "GET"), simulator.ledger]).toEqual([[], []]);
  expect(handled).toEqual(["unknown"]);
});

test("looks at a number alone, at an account alone, and at no webhook", async () => {
  const { simulator } = await healthy();
  const { accessToken, phoneNumberId, businessAccountId, baseUrl } = simulator.clientOptions;
  const base = { accessToken, clock: still(), ...(baseUrl === undefined ? {} : { baseUrl }) };
  const number = await new WhatsAppClient({ ...base, phoneNumberId }).doctor();
  const account = await new WhatsAppClient({ ...base, businessAccountId }).doctor();
  expect([list(number), list(account)]).toEqual([[], []]);
  const looked = (id: string) => [pick(number, id).status, pick(account, id).status];
  expect(looked("number.status")).toEqual(["ok", "skipped"]);
  expect(looked("account.review")).toEqual(["skipped", "ok"]);
  expect(looked("webhook.signature")).toEqual(["skipped", "skipped"]);
});

test("refuses unknown and malformed options", async () => {
  const { client } = await healthy();
  const options = { webhok: "x", webhook: "http://user:word@example.com", statusTimeoutMs: 0 };
  const error = await failure(client.doctor(options));
  expect(error).toBeInstanceOf(ValidationError);
  expect((error as ValidationError).issues.map(({ path }) => path)).toEqual([
    "webhok",
    "webhook",
    "statusTimeoutMs",
  ]);
});

test("ends when it is aborted", async () => {
  const { findings } = await healthy();
  const reason = new Error("enough");
  expect(await failure(findings({ signal: AbortSignal.abort(reason) }))).toBe(reason);
});

test("sends a template, and waits for its status where it is told how", async () => {
  const { findings, simulator } = await healthy();
  const accepted = await findings({ sendTo: "+14155552671" });
  expect(pick(accepted, "send.template").status).toBe("ok");
  expect(pick(accepted, "send.status")).toMatchObject({ status: "skipped" });
  const waitForStatus = async (id: string) => {
    expect(simulator.ledger.map((entry) => entry.id)).toContain(id);
    return { status: "failed", errors: [{ code: 131026, title: "Message undeliverable" }] };
  };
  const failed = pick(await findings({ sendTo: "+14155552671", waitForStatus }), "send.status");
  expect(failed).toMatchObject({ status: "error", code: 131026 });
  expect(failed.next).toBeTruthy();
  const never = await findings({
    sendTo: "+14155552671",
    statusTimeoutMs: 1,
    waitForStatus: () => new Promise(() => {}),
  });
  expect(list(never)).toEqual(["error send.status"]);
  expect(simulator.ledger.map(({ type }) => type)).toEqual(["template", "template", "template"]);
});

test("does not send where the number cannot", async () => {
  const { wrong, simulator } = await healthy();
  const { phoneNumberId } = simulator.clientOptions;
  simulator.addPhoneNumber(phoneNumberId, { isRegistered: false });
  expect(await wrong({ sendTo: "+14155552671" })).toEqual(["error number.status", "error number.health"]);
  expect(simulator.ledger).toEqual([]);
});

test("never tells a token, a secret, a verify token, or a whole phone number", async () => {
  const { simulator, findings, verifyToken } = await healthy();
  const { accessToken, appSecret, phoneNumberId } = simulator.clientOptions;
  const seen: string[] = [];
  const secrets = [accessToken, appSecret, verifyToken, "15550001111", "14155552671"];
  const tell = async (...more: Parameters<typeof findings>) =>
    seen.push(JSON.stringify(await findings(...more)));
  await tell({ sendTo: "+14155552671" });
  await tell({ verifyToken: "other-token" });
  await tell({ appSecret: "other-secret" });
  await tell({}, { appSecret: "other-secret" });
  await tell({}, { phoneNumberId: "15550001111" });
  simulator.fail({ code: 131030, path: "messages", details: "+1 415 555 2671 is not on the list" });
  await tell({ sendTo: "+14155552671" });
  simulator.invalidateAccessToken(accessToken, "expired");
  await tell({ webhook: `http://127.0.0.1:9/webhook?token=${verifyToken}` });
  for (const text of seen) for (const secret of secrets) expect(text).not.toContain(secret);
  expect(seen.join()).toContain(phoneNumberId);
});

test("the caller's layers see neither tokens nor the token's examination", async () => {
  const { findings } = await healthy();
  const seen: string[] = [];
  const found = await findings(
    {},
    {
      layers: [
        (next) => (request) => {
          seen.push(JSON.stringify(request));
          return next(request);
        },
      ],
    },
  );
  expect(list(found)).toEqual([]);
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.filter((request) => /debug_token|EAAsimulator|simulator-app-secret/.test(request))).toEqual([]);
});

test("the documentation names everything that is looked at", async () => {
  const { findings } = await healthy();
  const page = readFileSync("docs/command-line.md", "utf8");
  const named = [...page.matchAll(/^\| `([a-z]+\.[a-z_]+)` \|/gm)].map(([, id]) => id);
  expect(named.filter((id) => id !== "env.variables").sort()).toEqual(
    (await findings()).map(({ id }) => id).sort(),
  );
});
