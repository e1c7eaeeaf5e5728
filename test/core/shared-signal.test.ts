import { execFile } from "node:child_process";
import { getEventListeners } from "node:events";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { onAbort } from "../../src/utils/on-abort.ts";

const run = promisify(execFile);

test("50 sends with one signal print no warning of a leak, and leave nothing behind", async () => {
  const source = `
    import { getEventListeners, setMaxListeners } from "node:events";
    import { WhatsAppClient } from "wacloud";
    import { createSimulator } from "wacloud/testing";
    const simulator = createSimulator({ openWindow: true });
    const whatsapp = new WhatsAppClient({ ...simulator.clientOptions, rateLimit: { messagesPerSecond: 500 } });
    const { signal } = new AbortController();
    setMaxListeners(10, signal); // the default on Node.js 20
    const send = (index) => whatsapp.messages.sendText({ to: "+55119876543" + (10 + index), body: "Hi" }, { signal });
    const read = () => whatsapp.request({ method: "GET", path: "/" + simulator.clientOptions.phoneNumberId, signal });
    let most = 0;
    const watch = setInterval(() => { most = Math.max(most, getEventListeners(signal, "abort").length); }, 1);
    const { length } = await Promise.all(Array.from({ length: 50 }, (_, index) => [send(index), read()]).flat());
    clearInterval(watch);
    const left = getEventListeners(signal, "abort").length;
    await simulator.close();
    console.log(JSON.stringify({ length, most, left }));
  `;
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", source]);
  expect(stderr).toBe("");
  expect(JSON.parse(stdout)).toEqual({ length: 100, most: 1, left: 0 });
});

test("every wait for a shared signal ends with its abort, unless it ended before", () => {
  const controller = new AbortController();
  const { signal } = controller;
  const heard: string[] = [];
  const stops = ["a", "b", "c"].map((name) => onAbort(signal, () => heard.push(name)));
  expect(getEventListeners(signal, "abort")).toHaveLength(1);
  stops[1]?.();
  stops[1]?.();
  controller.abort();
  for (const stop of stops) stop();
  expect(heard).toEqual(["a", "c"]);
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("a signal gets a new listener after the last wait has ended, and a callback may be used twice", () => {
  const controller = new AbortController();
  let calls = 0;
  const callback = () => {
    calls += 1;
  };
  onAbort(controller.signal, callback)();
  expect(getEventListeners(controller.signal, "abort")).toHaveLength(0);
  onAbort(controller.signal, callback);
  onAbort(controller.signal, callback);
  controller.abort();
  expect(calls).toBe(2);
});
