import { readdirSync, readFileSync } from "node:fs";

/** One JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface Change extends JsonObject {
  field: string;
  value: JsonObject;
}

const folder = new URL("../fixtures/webhooks/", import.meta.url);

/** Every sample of Meta's documentation, by file name, as text. */
export const samples: ReadonlyMap<string, string> = new Map(
  readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => [file.replace(".json", ""), readFileSync(new URL(file, folder), "utf8")]),
);

export function sample(name: string): string {
  const text = samples.get(name);
  if (text === undefined) throw new Error(`There is no sample ${name}.`);
  return text;
}

/** The change a sample is about. */
export const sampleChange = (name: string): Change => JSON.parse(sample(name)).entry[0].changes[0];

/** A notification of these changes. */
export const envelope = (changes: Json[], entry: JsonObject = {}): JsonObject => ({
  object: "whatsapp_business_account",
  entry: [{ id: "900100200300400", ...entry, changes }],
});

export const metadata = { display_phone_number: "15550001111", phone_number_id: "700800900100200" };

/** A change of the field `messages`. */
export const messagesChange = (value: JsonObject, field = "messages"): Change => ({
  field,
  value: { messaging_product: "whatsapp", metadata, ...value },
});

export const textMessage = (members: JsonObject = {}): JsonObject => ({
  from: "15557654321",
  id: "wamid.M1",
  timestamp: "1790000000",
  type: "text",
  text: { body: "Hi" },
  ...members,
});
