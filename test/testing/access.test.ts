import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { account, call, hello, post, quiet, send } from "./support.ts";

test("a missing or wrong token is refused with 190", async () => {
  const simulator = quiet();
  const { phoneNumberId } = simulator.clientOptions;
  const without = await simulator.fetch(`https://graph.facebook.com/v26.0/${phoneNumberId}`);
  expect(without.status).toBe(401);
  const { status, json } = await send(simulator, hello, { token: "wrong" });
  expect({ status, code: json.error.code, type: json.error.type }).toEqual({
    status: 401,
    code: 190,
    type: "OAuthException",
  });
  expect(simulator.ledger).toEqual([]);
});

test("the token can be in the query, and can be replaced", async () => {
  const simulator = quiet();
  simulator.accessToken = "EAAanother";
  const { phoneNumberId } = simulator.clientOptions;
  const url = `https://graph.facebook.com/v26.0/${phoneNumberId}?access_token=EAAanother`;
  expect((await simulator.fetch(url)).status).toBe(200);
  expect(simulator.clientOptions.accessToken).toBe("EAAanother");
});

test("a proof must be the HMAC of the token in the same call", async () => {
  const simulator = quiet();
  const { phoneNumberId, appSecret, accessToken } = simulator.clientOptions;
  const proof = createHmac("sha256", appSecret).update(accessToken).digest("hex");
  const path = `/v26.0/${phoneNumberId}`;
  expect((await call(simulator, "GET", `${path}?appsecret_proof=${proof}`)).status).toBe(200);
  const wrong = await call(simulator, "GET", `${path}?appsecret_proof=${proof.replace(/./, "g")}`);
  expect(wrong).toMatchObject({ status: 400, json: { error: { code: 100, type: "GraphMethodException" } } });
  const inBody = await post(simulator, { ...hello, appsecret_proof: proof });
  expect(inBody.status).toBe(200);
  expect(simulator.ledger[0]?.body).not.toHaveProperty("appsecret_proof");
});

test("a proof can be required", async () => {
  const simulator = quiet({ requireAppSecretProof: true });
  expect((await send(simulator, hello)).json.error.code).toBe(100);
});

test.each(["", "/v15.0", "/v26.0"])("a path may begin with %j", async (version) => {
  const simulator = quiet();
  const { phoneNumberId } = simulator.clientOptions;
  const { json } = await call(simulator, "GET", `${version}/${phoneNumberId}`);
  expect(json.id).toBe(phoneNumberId);
  const body = { messaging_product: "whatsapp", ...hello };
  const { status } = await call(simulator, "POST", `${version}/${phoneNumberId}/messages`, body);
  expect(status).toBe(200);
});

test.each([
  ["POST", "PHONE/messages_encrypted", "/{phone-number}/messages_encrypted"],
  ["GET", "WABA/schedules", "/{business-account}/schedules"],
  ["POST", "WABA/schedules", "/{business-account}/schedules"],
  ["GET", "APP/connected_client_businesses", "/{app}/connected_client_businesses"],
  ["GET", "oauth/revoke", "/{oauth}/revoke"],
])("%s %s exists at Meta and is not simulated: 501 says so", async (method, path, named) => {
  const simulator = quiet();
  const { phoneNumberId, businessAccountId, appId } = simulator.clientOptions;
  const real = path.replace("PHONE", phoneNumberId).replace("WABA", businessAccountId).replace("APP", appId);
  const { status, json } = await call(simulator, method, `/v26.0/${real}`);
  expect(status).toBe(501);
  expect(json.error).toMatchObject({
    code: 100,
    message: `(#100) ${method} ${named} is not simulated: Meta has it, the local Cloud API does not.`,
  });
  expect(json.error).not.toHaveProperty("error_subcode");
});

test("missing objects get Graph's error", async () => {
  const simulator = quiet();
  const { phoneNumberId } = simulator.clientOptions;
  const paths = ["/v26.0/999999", `/v26.0/${phoneNumberId}/message`, `${account(simulator)}/messages`];
  for (const path of paths) {
    const { status, json } = await call(simulator, "POST", path, { messaging_product: "whatsapp", ...hello });
    expect({ status, code: json.error.code, subcode: json.error.error_subcode }).toEqual({
      status: 400,
      code: 100,
      subcode: 33,
    });
  }
  const alias = await call(simulator, "GET", "/v26.0/somebody");
  expect(alias).toMatchObject({ status: 404, json: { error: { code: 803 } } });
});

test("every response names the version that served it", async () => {
  const simulator = quiet();
  const { phoneNumberId } = simulator.clientOptions;
  const { headers } = await call(simulator, "GET", `/v24.0/${phoneNumberId}`);
  expect(headers.get("facebook-api-version")).toBe("v24.0");
  expect(headers.get("x-fb-trace-id")).toMatch(/^A\w+/);
  const newer = quiet({ servedVersion: "v26.0" });
  expect((await send(newer, hello)).headers.get("facebook-api-version")).toBe("v26.0");
});

test("some responses have the usage header", async () => {
  const simulator = quiet();
  const seen: (string | null)[] = [];
  for (let count = 0; count < 5; count += 1) {
    seen.push((await send(simulator, hello)).headers.get("x-app-usage"));
  }
  expect(seen.filter((value) => value !== null).map((value) => JSON.parse(value as string))).toEqual([
    { call_count: 1, total_cputime: 1, total_time: 1 },
  ]);
});

test("numbers and accounts can be read", async () => {
  const simulator = quiet();
  const { phoneNumberId, businessAccountId } = simulator.clientOptions;
  const number = await call(simulator, "GET", `/v26.0/${phoneNumberId}`);
  expect(number.json).toMatchObject({
    id: phoneNumberId,
    display_phone_number: "+15550001111",
    quality_rating: "GREEN",
  });
  const some = await call(simulator, "GET", `/v26.0/${phoneNumberId}?fields=throughput{level},status`);
  expect(some.json).toEqual({ id: phoneNumberId, throughput: { level: "STANDARD" }, status: "CONNECTED" });
  const waba = await call(simulator, "GET", `/v26.0/${businessAccountId}?fields=name,currency`);
  expect(waba.json).toEqual({ id: businessAccountId, name: "Test Business Account", currency: "USD" });
  simulator.addPhoneNumber("111", { displayPhoneNumber: "+4915112345678", verifiedName: "Laden" });
  const numbers = await call(simulator, "GET", `${account(simulator)}/phone_numbers?fields=verified_name`);
  expect(numbers.json.data).toEqual([
    { id: "111", verified_name: "Laden" },
    { id: phoneNumberId, verified_name: "Test Business" },
  ]);
  expect((await call(simulator, "GET", `/v26.0/${phoneNumberId}?fields=color`)).json.error.code).toBe(100);
});

test("the request log has everything but secrets", async () => {
  const simulator = quiet();
  await send(simulator, hello);
  await send(simulator, { type: "poll" });
  await simulator.fetch(
    `https://graph.facebook.com/v26.0/1?access_token=${simulator.accessToken}&appsecret_proof=abc`,
  );
  const { phoneNumberId } = simulator.clientOptions;
  expect(simulator.requests).toMatchObject([
    {
      method: "POST",
      path: `/v26.0/${phoneNumberId}/messages`,
      headers: { authorization: "Bearer [removed]", "content-type": "application/json" },
      body: { messaging_product: "whatsapp", ...hello },
      bodyRead: true,
      status: 200,
    },
    { status: 400, code: 131051 },
    { method: "GET", path: "/v26.0/1", query: { access_token: "[removed]" }, status: 400 },
  ]);
  expect(JSON.stringify(simulator.requests)).not.toMatch(new RegExp(`${simulator.accessToken}|abc`));
});

test("the request log is capped", async () => {
  const simulator = quiet();
  for (let count = 0; count < 10_001; count += 1) {
    await simulator.fetch("https://graph.facebook.com/v26.0/1", { method: "DELETE" });
  }
  expect(simulator.requests.length).toBeLessThanOrEqual(10_000);
  expect(simulator.requests.length).toBeGreaterThan(8000);
});
