import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { SimulatorOptions } from "wacloud/testing";
import { graphApiVersion } from "../../src/core/version.ts";
import { toObject } from "../../src/utils/json.ts";
import { commandLine } from "../support/command.ts";
import { startCommand } from "../support/running-command.ts";
import { hasTerminal, runInTerminal } from "../support/terminal.ts";

const to = "+14155552671";
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

/** `wacloud send` to a customer who has written. */
async function sender(options: SimulatorOptions = { openWindow: true }) {
  const { simulator, folder, variables, wacloud } = await commandLine(options, { installed: false });
  writeFileSync(join(folder, "cake.png"), pixel);
  writeFileSync(join(folder, "invoice.pdf"), "%PDF-1.4\n");
  const env = { ...variables, WHATSAPP_PHONE_NUMBER_ID: simulator.clientOptions.phoneNumberId };
  const send = (words: readonly string[], more: Record<string, string | undefined> = {}) =>
    wacloud(["send", ...words], { ...env, ...more });
  const inbox = () => simulator.user(to).inbox;
  return { simulator, folder, env, send, inbox };
}

test("sends a text, prints its ID, and says what acceptance means", async () => {
  const { send, inbox, simulator } = await sender();
  const { exitCode, stdout, stderr } = await send([to, "Hello *Ana*"]);
  expect(inbox()).toMatchObject([{ text: "Hello *Ana*" }]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: `Accepted: ${simulator.ledger[0]?.id}\n` });
  expect(stderr).toMatch(/comes as a status webhook/);
});

test("--json prints the result as data", async () => {
  const { send, simulator } = await sender();
  const { stdout } = await send([to, "See https://example.com", "--preview-url", "--json"]);
  expect(JSON.parse(stdout)).toMatchObject({
    id: simulator.ledger[0]?.id,
    contact: { wa_id: "14155552671" },
  });
  expect(simulator.requests.at(-1)?.body).toMatchObject({ text: { preview_url: true } });
});

test.each([
  ["in their order", ["--param", "Ana", "--param", "777", "--param", "Monday"]],
  ["by position", ["--param", "2=777", "--param", "3=Monday", "--param", "1=Ana"]],
])("sends a template with its values %s, to somebody who never wrote", async (_, parameters) => {
  const { send, inbox } = await sender({});
  const words = [to, "--template", "order_confirmation", "--language", "en_US", ...parameters];
  expect(await send(words)).toMatchObject({ exitCode: 0 });
  expect(inbox()).toMatchObject([{ text: expect.stringMatching(/Ana.*777.*Monday/s) }]);
});

test("values that all have a name are named ones", async () => {
  const { send } = await sender();
  const named = ["--param", "first_name=Ana", "--param", "sum=2+2=4"];
  const { stdout } = await send([
    to,
    "--template",
    "greeting",
    "--language",
    "en",
    ...named,
    "--dry-run",
    "--json",
  ]);
  const [request] = JSON.parse(stdout);
  expect(request.body.template.components[0].parameters).toEqual([
    { type: "text", parameter_name: "first_name", text: "Ana" },
    { type: "text", parameter_name: "sum", text: "2+2=4" },
  ]);
});

test.each([
  ["image", "cake.png", ["--caption", "Lemon"], { caption: "Lemon" }],
  ["document", "invoice.pdf", [], { filename: "invoice.pdf" }],
  ["document", "invoice.pdf", ["--filename", "July.pdf"], { filename: "July.pdf" }],
])("uploads a file and sends it as %s", async (kind, file, words, expected) => {
  const { send, simulator } = await sender();
  expect(await send([to, `--${kind}`, file, ...words])).toMatchObject({ exitCode: 0 });
  const [upload, message] = simulator.requests;
  expect(upload?.path).toMatch(/\/media$/);
  expect(message?.body).toMatchObject({
    type: kind,
    [kind]: { id: expect.stringMatching(/^\d+$/), ...expected },
  });
});

test("an https URL travels as a link, and a message can be quoted", async () => {
  const { send, simulator } = await sender();
  const ana = simulator.user(to);
  const { id } = await ana.sends("hi");
  const link = "https://example.com/cake.png";
  expect(await send([to, "--image", link, "--reply-to", id])).toMatchObject({ exitCode: 0 });
  expect(simulator.requests).toMatchObject([{ body: { image: { link }, context: { message_id: id } } }]);
});

test("--dry-run prints the requests, with a file as a template's header, and makes none", async () => {
  const { send, simulator } = await sender();
  const words = [to, "--template", "offer", "--language", "en", "--image", "cake.png"];
  const { exitCode, stdout, stderr } = await send([...words, "--dry-run", "--json"], {
    WHATSAPP_ACCESS_TOKEN: "secret",
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  const path = `${simulator.clientOptions.baseUrl}/v26.0/${simulator.clientOptions.phoneNumberId}`;
  const id = "<ID of the upload>";
  expect(JSON.parse(stdout)).toMatchObject([
    {
      method: "POST",
      url: `${path}/media`,
      body: { type: "image/png", file: expect.stringMatching(/^<cake.png, image\/png, \d+ bytes>$/) },
    },
    {
      method: "POST",
      url: `${path}/messages`,
      body: {
        to,
        template: { components: [{ type: "header", parameters: [{ type: "image", image: { id } }] }] },
      },
    },
  ]);
  expect(stdout).not.toContain("secret");
  expect(simulator.requests).toEqual([]);
});

test("--dry-run needs no token, and reads well", async () => {
  const { send } = await sender();
  const { exitCode, stdout, stderr } = await send([to, "Hello", "--dry-run"], {
    WHATSAPP_ACCESS_TOKEN: undefined,
  });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^POST http:\/\/\S+\/messages\n\{\n {2}"messaging_product": "whatsapp"/);
  expect(stderr).toBe("Dry run: nothing was sent.\n");
});

test("--dry-run prints the address that a send would use, however the base URL is written", async () => {
  const { send, simulator } = await sender();
  const { baseUrl, phoneNumberId } = simulator.clientOptions;
  const variables = { WHATSAPP_API_BASE_URL: `${baseUrl}/` };
  const { stdout } = await send([to, "Hello", "--dry-run", "--json"], variables);
  expect(JSON.parse(stdout)).toMatchObject([
    { url: `${baseUrl}/${graphApiVersion}/${phoneNumberId}/messages` },
  ]);
});

test("a refusal exits with 1, with Meta's reason, a hint, and that nothing was sent", async () => {
  const { send } = await sender();
  const { exitCode, stdout, stderr } = await send([to, "Hello"], { WHATSAPP_ACCESS_TOKEN: "EAAwrong" });
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: "" });
  expect(stderr).toMatch(/^Error: .*\nHint: {2}.*token.*\nNothing was sent\.\n$/s);
});

test("what Meta explains stands there once", async () => {
  const { send } = await sender();
  const { stderr } = await send([
    to,
    "--template",
    "order_confirmation",
    "--language",
    "en_US",
    "--param",
    "Ana",
  ]);
  expect(stderr.split("number of localizable_params (1)")).toHaveLength(2);
  expect(stderr).toContain("Hint:");
});

test("a number without its country code is answered in the words of the command", async () => {
  const { send } = await sender();
  const { stderr } = await send(["14155552671", "Hello"]);
  expect(stderr).toContain("start it with + and the country code.\n");
  expect(stderr).toContain("Did you mean +14155552671?");
  expect(stderr).not.toMatch(/defaultCountry|wa_id|error\./);
});

test("an unreachable server exits with 1: nothing was sent", async () => {
  const { send, simulator } = await sender();
  await simulator.close();
  const { exitCode, stderr } = await send([to, "Hello"]);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^Error: No response from WhatsApp at .*Nothing was sent\.\n$/s);
});

test("a lost answer exits with 3, says how to find out, and is not repeated", async () => {
  const { send, simulator, inbox } = await sender();
  simulator.fail({ reset: "after-read" });
  const { exitCode, stdout, stderr } = await send([to, "Hello"]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
  const { biz_opaque_callback_data: tag } = toObject(simulator.requests[0]?.body);
  expect(stderr).toContain(`Unclear: it may have been sent.`);
  expect(stderr).toContain(`biz_opaque_callback_data is ${tag}`);
  expect(stderr).not.toContain("Nothing was sent");
  expect(inbox()).toHaveLength(1);
});

test("Ctrl-C while WhatsApp has not answered exits with 3, because it may have been sent", async () => {
  const { env, simulator } = await sender();
  simulator.fail({ hang: "after-read" });
  const running = startCommand(["send", to, "Hello"], { env });
  await vi.waitUntil(() => simulator.requests.length > 0, { timeout: 120_000 });
  expect(await running.interrupt()).toBe(3);
  expect(running.printed()).toContain("Unclear: it may have been sent.");
});

test.runIf(hasTerminal)("in a terminal, Ctrl-C gets the same answer", async () => {
  const { env, folder, simulator } = await sender();
  simulator.fail({ hang: "after-read" });
  const place = { cwd: folder, env };
  const { exitCode, printed } = await runInTerminal(`send ${to} Hello`, place, async ({ press }) => {
    await vi.waitUntil(() => simulator.requests.length > 0, { timeout: 120_000 });
    press("\x03");
  });
  expect(exitCode).toBe(3);
  expect(printed).toContain("Unclear: it may have been sent.");
});

test.each<[string, readonly string[], RegExp]>([
  ["no content", [to], /^Error: Nothing to send: pass a text/],
  ["a text and a file", [to, "Hello", "--image", "cake.png"], /--caption/],
  ["a text and a template", [to, "Hello", "--template", "offer"], /--param/],
  ["two files", [to, "--image", "cake.png", "--video", "cake.mp4"], /one of --image and --video/],
  ["a file that is not there", [to, "--image", "none.png"], /File not found: none\.png/],
  ["a file of another kind", [to, "--image", "invoice.pdf"], /invoice\.pdf .*--image: pass it to --document/],
  ["a template with an audio file", [to, "--template", "offer", "--audio", "a.mp3"], /header.*--audio/],
  ["a template without a language", [to, "--template", "offer"], /--language/],
  ["an option of another kind", [to, "Hello", "--filename", "a.pdf"], /--filename goes with --document only/],
  [
    "a caption on a template",
    [to, "--template", "a", "--language", "en", "--image", "cake.png", "--caption", "x"],
    /--caption does not go with --template/,
  ],
  [
    "names for some values",
    [to, "--template", "a", "--language", "en", "--param", "a=1", "--param", "2"],
    /or none of them/,
  ],
  [
    "a name twice",
    [to, "--template", "a", "--language", "en", "--param", "a=1", "--param", "a=2"],
    /same name/,
  ],
  [
    "a gap between positions",
    [to, "--template", "a", "--language", "en", "--param", "1=a", "--param", "3=b"],
    /without a gap/,
  ],
  ["a number without its country code", ["4155552671", "Hello"], /Did you mean \+1|country code/],
  ["a text that is too long", [to, "x".repeat(4097)], /4096/],
])("%s exits with 2 before anything is requested", async (_, words, complaint) => {
  const { send, simulator } = await sender();
  const { exitCode, stdout, stderr } = await send(words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
  expect(stderr).toMatch(complaint);
  expect(simulator.requests).toEqual([]);
});

test("the variables that are missing are named", async () => {
  const { send } = await sender();
  const { exitCode, stderr } = await send([to, "Hello"], {
    WHATSAPP_ACCESS_TOKEN: "",
    WHATSAPP_PHONE_NUMBER_ID: "",
  });
  expect(exitCode).toBe(2);
  expect(stderr).toBe(
    "Error: Missing WHATSAPP_ACCESS_TOKEN and WHATSAPP_PHONE_NUMBER_ID: set them in the environment or in .env.\n",
  );
});
