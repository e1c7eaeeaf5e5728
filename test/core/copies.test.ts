import { expect, test, vi } from "vitest";
import * as wacloud from "wacloud";
import { ApiError, ConfigurationError, isWhatsAppError, PhoneNumberError, ValidationError } from "wacloud";
import { client, failure, fakeClock, to } from "../support/client.ts";
import { accepted, recorder, refused } from "../support/recorder.ts";

const hello = { to, body: "Hello" };

// Jest's `resetModules` does the same: what a loaded module imports later comes from another copy.
test("with two copies in the module registry, refusals, repeats and the token's renewal work", async () => {
  const accessToken = vi.fn().mockReturnValueOnce("EAAold").mockReturnValue("EAAnew");
  const { fetch, requests } = recorder(refused(401, 190), refused(429, 130429), refused(400, 131047));
  const whatsapp = client({ fetch, accessToken, clock: fakeClock(), retry: {} });
  vi.resetModules();
  const other = await import("wacloud");
  expect(other.ApiError).not.toBe(ApiError);
  const error = await failure(whatsapp.messages.sendText(hello));
  expect(error).toMatchObject({ name: "ApiError", code: 131047, category: "window-closed" });
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toBeInstanceOf(other.ApiError);
  expect(requests.map(({ headers }) => headers.get("authorization"))).toEqual([
    "Bearer EAAold",
    "Bearer EAAnew",
    "Bearer EAAnew",
  ]);
  const { fetch: late } = recorder(accepted());
  expect((await client({ fetch: late }).messages.sendText(hello)).id).toBe("wamid.1");
});

test("`instanceof` tells the classes apart, in any copy", async () => {
  vi.resetModules();
  const other = await import("wacloud");
  const error = new other.PhoneNumberError("no", { path: "to", reason: "empty" });
  expect(error).toBeInstanceOf(PhoneNumberError);
  expect(error).toBeInstanceOf(ValidationError);
  expect(error).not.toBeInstanceOf(ConfigurationError);
  expect(error).not.toBeInstanceOf(ApiError);
  expect(isWhatsAppError(error)).toBe(true);
  for (const none of [new Error("no"), undefined, "no", { name: "ApiError" }]) {
    expect(none).not.toBeInstanceOf(ApiError);
    expect(isWhatsAppError(none)).toBe(false);
  }
});

test("every error class of the package is recognized in any copy", async () => {
  const names = Object.keys(wacloud).filter((name) => name.endsWith("Error") && /^[A-Z]/.test(name));
  expect(names.length).toBeGreaterThan(10);
  vi.resetModules();
  const other: Record<string, unknown> = await import("wacloud");
  for (const name of names) {
    type ErrorClass = new (message: string, details: object) => Error;
    const error = new (other[name] as ErrorClass)("no", {
      status: 400,
      code: 1,
      path: "to",
      reason: "empty",
    });
    expect(error, name).toBeInstanceOf((wacloud as Record<string, unknown>)[name] as ErrorClass);
  }
});

test("a class of your own is recognized as any other class", () => {
  class TooLate extends ValidationError {}
  expect(new TooLate("no", [])).toBeInstanceOf(TooLate);
  expect(new TooLate("no", [])).toBeInstanceOf(ValidationError);
  expect(new ValidationError("no", [])).not.toBeInstanceOf(TooLate);
});
