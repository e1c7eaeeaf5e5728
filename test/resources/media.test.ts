import { describe, expect, test } from "vitest";
import { client, failure } from "../support/client.ts";
import { recorder, refused } from "../support/recorder.ts";

const info = {
  messaging_product: "whatsapp",
  id: "1037543291543636",
  url: "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&ext=2&hash=3",
  mime_type: "image/jpeg",
  sha256: "b".repeat(64),
  file_size: "303833",
};

describe("get", () => {
  test.each(["303833", 303_833])(
    "returns what Meta knows about a file, with the size %j as a number",
    async (file_size) => {
      const { fetch, requests } = recorder(Response.json({ ...info, file_size }));
      expect(await client({ fetch }).media.get("1037543291543636")).toEqual({
        id: "1037543291543636",
        url: info.url,
        mime_type: "image/jpeg",
        sha256: info.sha256,
        file_size: 303_833,
      });
      expect(requests[0]?.method).toBe("GET");
      expect(requests[0]?.url.href).toBe("https://graph.facebook.com/v26.0/1037543291543636");
    },
  );

  test("can require the file to belong to a number", async () => {
    const { fetch, requests } = recorder(Response.json(info));
    await client({ fetch }).media.get("1", {
      phone_number_id: "106540352242922",
      headers: { "x-trace": "7" },
    });
    expect(requests[0]?.url.search).toBe("?phone_number_id=106540352242922");
    expect(requests[0]?.headers.get("x-trace")).toBe("7");
  });

  test.each(["id", "url", "mime_type", "sha256", "file_size"])(
    "a response without %s is an error",
    async (key) => {
      const { fetch } = recorder(Response.json({ ...info, [key]: undefined }));
      expect(await failure(client({ fetch }).media.get("1"))).toMatchObject({
        name: "ApiError",
        status: 200,
      });
    },
  );

  test.each(["", "many", -1, 1.5, null])("a size of %j is an error", async (file_size) => {
    const { fetch } = recorder(Response.json({ ...info, file_size }));
    expect(await failure(client({ fetch }).media.get("1"))).toMatchObject({ name: "ApiError", status: 200 });
  });
});

describe("delete", () => {
  test("deletes by id", async () => {
    const { fetch, requests } = recorder(Response.json({ success: true }));
    expect(await client({ fetch }).media.delete("1/2")).toEqual({ success: true });
    expect(requests[0]?.method).toBe("DELETE");
    expect(requests[0]?.url.href).toBe("https://graph.facebook.com/v26.0/1%2F2");
  });

  test("can require the file to belong to a number", async () => {
    const { fetch, requests } = recorder(Response.json({ success: true }));
    await client({ fetch }).media.delete("1", { phone_number_id: "106540352242922" });
    expect(requests[0]?.url.search).toBe("?phone_number_id=106540352242922");
  });

  test.each([
    ["a refusal", refused(400, 100), { code: 100 }],
    ["a response that does not report success", Response.json({ success: false }), { code: undefined }],
  ])("%s is an error", async (_, answer, expected) => {
    const { fetch } = recorder(answer);
    expect(await failure(client({ fetch }).media.delete("1"))).toMatchObject({
      name: "ApiError",
      ...expected,
    });
  });
});

test.each(["get", "delete"] as const)("%s is repeated if there is no response", async (method) => {
  const { fetch, requests } = recorder(
    new TypeError("terminated"),
    Response.json({ ...info, success: true }),
  );
  await client({ fetch, retry: { attempts: 2, minDelayMs: 0 } }).media[method]("1");
  expect(requests).toHaveLength(2);
});
