import { readFileSync } from "node:fs";
import ts from "typescript";
import { beforeAll, describe, expect, test } from "vitest";

// What the compiler tells those who make the commonest mistakes: the place it points at, and its last sentence.

const preamble = `
  import { ApiError, WhatsAppClient } from "wacloud";
  import { createWebhookHandler } from "wacloud/webhooks";
  import { expressWebhook } from "wacloud/express";
  const { messages } = new WhatsAppClient({ accessToken: "t", phoneNumberId: "1" });
  const to = "+14155552671";
  const secrets = { appSecret: "s", verifyToken: "v" };
  declare const error: unknown;
`;

interface Mistake {
  code: string;
  /** What is underlined. */
  at: string;
  says: RegExp;
}

const mistakes: Record<string, Mistake> = {
  "a forgotten await": {
    code: `const sent = messages.sendText({ to, body: "Hi" }); sent.id;`,
    at: "id",
    says: /^Property 'id' does not exist on type 'Promise<SentMessage>'\.\nDid you forget to use 'await'\?$/,
  },
  "a wrong key": {
    code: `await messages.sendText({ to, text: "Hi" });`,
    at: "text",
    says: /^Object literal may only specify known properties, and 'text' does not exist in type 'TextContent /,
  },
  "a key in camelCase": {
    code: `await messages.sendText({ to, body: "Hi", previewUrl: true });`,
    at: "previewUrl",
    says: /Did you mean to write 'preview_url'\?$/,
  },
  "no recipient": {
    code: `await messages.sendText({ body: "Hi" });`,
    at: `{ body: "Hi" }`,
    says: /^Property 'to' is missing in type '\{ body: string; \}' but required in type 'Addressed'\.$/,
  },
  "no text": {
    code: `await messages.sendText({ to });`,
    at: "{ to }",
    says: /^Property 'body' is missing in type '\{ to: string; \}' but required in type 'TextContent'\.$/,
  },
  "a number as recipient": {
    code: `await messages.sendText({ to: 14155552671, body: "Hi" });`,
    at: "to",
    says: /^Type 'number' is not assignable to type 'Recipient'\.$/,
  },
  "a number as id": {
    code: `new WhatsAppClient({ accessToken: "t", phoneNumberId: 106540352242922 });`,
    at: "phoneNumberId",
    says: /^Type 'number' is not assignable to type 'string'\.$/,
  },
  "no token": {
    code: `new WhatsAppClient({ phoneNumberId: "1" });`,
    at: `{ phoneNumberId: "1" }`,
    says: /^Property 'accessToken' is missing in type '\{ phoneNumberId: string; \}' but required in type /,
  },
  "a template without its language": {
    code: `await messages.sendTemplate({ to, name: "welcome" });`,
    at: `{ to, name: "welcome" }`,
    says: /^Property 'language' is missing in type '\{ to: string; name: string; \}' but required in type /,
  },
  "buttons without ids": {
    code: `await messages.sendButtons({ to, body: "Hi", buttons: ["Yes"] });`,
    at: `"Yes"`,
    says: /^Type 'string' is not assignable to type '\{ id: string; title: string; \}'\.$/,
  },
  "a kind of message that does not exist": {
    code: `await messages.send({ to, type: "txt", text: { body: "Hi" } });`,
    at: "type",
    says: /Did you mean '"text"'\?$/,
  },
  "a misspelled event": {
    code: `createWebhookHandler({ ...secrets, on: { mesage: () => {} } });`,
    at: "mesage",
    says: /^Object literal .* 'mesage' does not exist in type 'WebhookHandlers'\. Did you mean to write 'message'\?$/,
  },
  "an event that does not exist": {
    code: `createWebhookHandler({ ...secrets, on: { "message.txt": () => {} } });`,
    at: `"message.txt"`,
    says: /^Object literal .* '"message\.txt"' does not exist in type 'WebhookHandlers'\.$/,
  },
  "text of a message that may be something else": {
    code: `createWebhookHandler({ ...secrets, on: { message: ({ message }) => message.text.body } });`,
    at: "text",
    says: /^Property 'text' does not exist on type 'MessageEnvelope & \{ type: "\w+"; \}/,
  },
  "no app secret": {
    code: `expressWebhook({ verifyToken: "v" });`,
    at: `{ verifyToken: "v" }`,
    says: /^Property 'appSecret' is missing in type '\{ verifyToken: string; \}' but required in type 'WebhookOptions'\.$/,
  },
  "a category that does not exist": {
    code: `if (error instanceof ApiError && error.category === "window_closed") void 0;`,
    at: `error.category === "window_closed"`,
    says: /^This comparison appears to be unintentional because the types 'ErrorCategory' and '"window_closed"' have no overlap\.$/,
  },
};

const toFile = (name: string) => `${process.cwd()}/${name.replaceAll(" ", "-")}.mts`;
let program: ts.Program;

/** Compiles all mistakes at once, as files in this package, where `wacloud` is the built one. */
beforeAll(() => {
  const sources = new Map(
    Object.entries(mistakes).map(([name, { code }]) => [toFile(name), `${preamble}${code}\nexport {};`]),
  );
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    types: ["node"],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists } = host;
  host.fileExists = (file) => sources.has(file) || fileExists(file);
  host.readFile = (file) => sources.get(file) ?? readFileSync(file, "utf8");
  host.getSourceFile = (file, language) => {
    if (!sources.has(file) && !fileExists(file)) return undefined;
    return ts.createSourceFile(file, host.readFile(file) ?? "", language);
  };
  program = ts.createProgram([...sources.keys()], options, host);
});

describe("the compiler explains a mistake in a sentence or two, where it was made", () => {
  test.each(Object.entries(mistakes))("%s", (name, { at, says }) => {
    const file = program.getSourceFile(toFile(name));
    const [diagnostic, ...more] = program.getSemanticDiagnostics(file);
    if (file === undefined || diagnostic === undefined) throw new Error("It compiles.");
    expect(more).toEqual([]);
    const { start = 0, length = 0, messageText, relatedInformation = [] } = diagnostic;
    expect(file.text.slice(start, start + length)).toBe(at);
    const lines = ts.flattenDiagnosticMessageText(messageText, "\n").split("\n");
    expect(lines.length).toBeLessThanOrEqual(3);
    const hints = relatedInformation
      .map((related) => ts.flattenDiagnosticMessageText(related.messageText, "\n"))
      .filter((text) => text.startsWith("Did you"));
    expect([lines.at(-1)?.trim(), ...hints].join("\n")).toMatch(says);
  });
});
