import { describe, expect, test } from "vitest";
import { post } from "../testing/support.ts";
import { act, ask, listening, snapshot } from "./support.ts";

const graph = "/v26.0/106540352242922";
const everything = ["/", "/_/page.js", "/_/page.css", "/_/events", "/_/actions", "/_/media/1", graph];

describe("only this machine is answered", () => {
  const foreign = [
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "host.docker.internal.evil.example",
    "10.0.0.1",
  ];

  test.each(everything)("%s is refused under a foreign host name, as after DNS rebinding", async (path) => {
    const { url } = await listening();
    for (const host of foreign) {
      const { status, text } = await ask(`${url}${path}`, { headers: { host } });
      expect({ host, status }).toEqual({ host, status: 403 });
      expect(text).toBe("The simulator only answers to localhost and 127.0.0.1.");
    }
  });

  test.each(everything)("%s is refused to pages of other sites", async (path) => {
    const { url } = await listening();
    for (const headers of [
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
    ]) {
      expect((await ask(`${url}${path}`, { headers: headers as never })).status).toBe(403);
    }
  });

  test.each([
    ...["localhost", "127.0.0.1", "[::1]", "app.localhost"],
    ...["host.docker.internal", "host.containers.internal"],
  ])("%s is this machine", async (name) => {
    const { url } = await listening();
    const { port } = new URL(url);
    expect((await ask(`${url}/`, { headers: { host: `${name}:${port}` } })).status).toBe(200);
  });

  test("a link on another site may lead to the page, but to nothing else", async () => {
    const { url } = await listening();
    const headers = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await ask(`${url}/`, { headers })).status).toBe(200);
    expect((await ask(`${url}/_/events`, { headers })).status).toBe(403);
    expect((await ask(`${url}${graph}`, { headers })).status).toBe(403);
  });

  test("another port of this machine may call Graph, but may not use the page", async () => {
    const { simulator, url } = await listening();
    const headers = { origin: "http://localhost:3000", "sec-fetch-site": "same-site" };
    const authorization = `Bearer ${simulator.accessToken}`;
    expect((await ask(`${url}${graph}`, { headers: { ...headers, authorization } })).status).toBe(200);
    for (const path of ["/_/events", "/_/actions", "/_/page.js"]) {
      expect((await ask(`${url}${path}`, { headers })).status).toBe(403);
    }
  });
});

describe("an action is JSON from the page itself", () => {
  const action = JSON.stringify({ action: "addCustomer", address: "+5511987654321" });

  test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])(
    "%s, which a form of any site can post, is refused",
    async (type) => {
      const { url } = await listening();
      const sent = { method: "POST", headers: { "content-type": type }, body: action };
      expect((await ask(`${url}/_/actions`, sent)).status).toBe(415);
      const { put } = await snapshot(url);
      expect(put.customers).toEqual([]);
    },
  );

  test("with an unknown name or a mistake, it is refused with words for the page", async () => {
    const { url } = await listening();
    expect(await act(url, { action: "constructor" })).toMatchObject({ status: 400 });
    const { status, text } = await act(url, { action: "addCustomer", address: "12" });
    expect({ status, text }).toMatchObject({ status: 400 });
    expect(text).toContain("needs a phone number with its country code");
  });
});

describe("what is served cannot run", () => {
  test("the page allows scripts and styles of its own only", async () => {
    const { url } = await listening();
    const { headers, text } = await ask(`${url}/`);
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(text).not.toMatch(/<script(?![^>]*src=")|\son\w+=|https?:/);
  });

  test.each([
    ["image/svg+xml", "attachment"],
    ["text/html", "attachment"],
    ["application/pdf", "attachment"],
    ["image/png", "inline"],
    ["audio/ogg; codecs=opus", "inline"],
  ])("a file of type %s is served as %s, without rights", async (type, disposition) => {
    const { simulator, url } = await listening();
    const ana = simulator.user("+5511987654321");
    const file = new Blob(["<svg onload='alert(1)'/>"], { type });
    const { content } = await ana.sends({ type: "document", document: { filename: "x" }, file });
    const { headers } = await ask(`${url}/_/media/${(content as { id: string }).id}`);
    expect(headers["content-disposition"]).toBe(disposition);
    expect(headers["content-type"]).toBe(disposition === "inline" ? type : "application/octet-stream");
    expect(headers["content-security-policy"]).toBe("sandbox; default-src 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  test("a part of a file is served, so that players can jump ahead", async () => {
    const { simulator, url } = await listening();
    const file = new Blob(["0123456789"], { type: "audio/mpeg" });
    const { content } = await simulator.user("+5511987654321").sends({ type: "audio", audio: {}, file });
    const address = `${url}/_/media/${(content as { id: string }).id}`;
    expect(await ask(address, { headers: { range: "bytes=2-4" } })).toMatchObject({
      status: 206,
      text: "234",
    });
    expect(await ask(address, { headers: { range: "bytes=7-" } })).toMatchObject({
      status: 206,
      text: "789",
    });
    expect(await ask(address)).toMatchObject({ status: 200, text: "0123456789" });
  });
});

test("calls from programs pass: they send no origin", async () => {
  const { simulator, url } = await listening({ openWindow: true });
  const answer = await post(
    simulator,
    { to: "+5511987654321", type: "text", text: { body: "Hello" } },
    { fetch, base: url },
  );
  expect(answer.status).toBe(200);
});

test("script and style are small", async () => {
  const { url } = await listening();
  const sizes = ["/_/page.js", "/_/page.css"].map(async (path) => {
    const { headers, bytes } = await ask(`${url}${path}`);
    expect(headers["content-encoding"]).toBe("gzip");
    return bytes;
  });
  const [script = 0, style = 0] = await Promise.all(sizes);
  expect(script).toBeGreaterThan(10_000);
  expect(script + style).toBeLessThan(60_000);
});

test("programs that wait for a server find it: they ask for the head of the page", async () => {
  const { url } = await listening();
  const { status, bytes } = await ask(url, { method: "HEAD" });
  expect({ status, bytes }).toEqual({ status: 200, bytes: 0 });
});
