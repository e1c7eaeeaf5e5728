import type { Simulator } from "wacloud/testing";
import { account, call, handle } from "./support.ts";

/** The body of a template, or a function that uploads media and returns it. */
export type Making = object | ((simulator: Simulator) => Promise<object>);

/** A rule, a template that follows it, one that breaks it, and the code of the refusal. */
export type TemplateRule = [rule: string, kept: Making, broken: Making, code: string];

export const bodyText = { type: "BODY", text: "Big news." };

/** The smallest possible template. */
export const simple = { language: "en_US", category: "MARKETING", components: [bodyText] };

export const create = (simulator: Simulator, template: object) =>
  call(simulator, "POST", `${account(simulator)}/message_templates`, { ...simple, ...template });

export const edit = (simulator: Simulator, id: string, body: Record<string, unknown>) =>
  call(simulator, "POST", `/v26.0/${id}`, body);

export const read = (simulator: Simulator, id: string, query = "") =>
  call(simulator, "GET", `/v26.0/${id}${query}`);

export const list = (simulator: Simulator, query = "") =>
  call(simulator, "GET", `${account(simulator)}/message_templates${query}`);

export const names = async (simulator: Simulator, query = ""): Promise<string[]> =>
  (await list(simulator, query)).json.data.map(({ name }: { name: string }) => name);

export const remove = (simulator: Simulator, query: string) =>
  call(simulator, "DELETE", `${account(simulator)}/message_templates${query}`);

/** The body of a template, after its media has been uploaded. */
export const made = async (simulator: Simulator, making: Making): Promise<object> =>
  typeof making === "function" ? await making(simulator) : making;

/** `accepted`, or the codes of the refusal. */
export async function verdict(simulator: Simulator, making: Making): Promise<string> {
  const template = await made(simulator, making);
  const { status, json } = await create(simulator, { name: "news", ...template });
  if (status === 200) return "accepted";
  const { code, error_subcode } = json.error;
  return error_subcode === undefined ? String(code) : `${code}/${error_subcode}`;
}

export const bodied = (text: string, ...examples: string[]) => ({
  components: [
    { type: "BODY", text, ...(examples.length === 0 ? {} : { example: { body_text: [examples] } }) },
  ],
});

export const named = (text: string, ...param_names: string[]) => ({
  parameter_format: "NAMED",
  components: [
    {
      type: "BODY",
      text,
      example: { body_text_named_params: param_names.map((param_name) => ({ param_name, example: "x" })) },
    },
  ],
});

/** A body with these further components. */
export const composed = (...components: object[]) => ({ components: [bodyText, ...components] });

export const withButtons = (...buttons: object[]) => composed({ type: "BUTTONS", buttons });

export const withHeader = (header: object) => composed({ type: "HEADER", ...header });

/** A header with sample media of this type and size. */
export const mediaHeader = async (simulator: Simulator, format: string, type: string, bytes = 3) => ({
  type: "HEADER",
  format,
  example: { header_handle: [await handle(simulator, type, bytes)] },
});

export const quickReply = (text = "Stop") => ({ type: "QUICK_REPLY", text });
export const link = { type: "URL", text: "Open", url: "https://example.com" };
export const phone = { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" };
