// What typed templates cost the compiler: 200 definitions against the same objects without types.
// Run: npm run bench:templates (builds the package, whose declarations are measured)

import { measureTypes } from "./type-costs.ts";

/** The kinds that the definitions are mixed of: a source, and the values of a send. */
const kinds: ((index: number) => [source: string, values: string])[] = [
  (index) => [
    `{ name: "order_${index}", language: "en_US", category: "UTILITY", header: { format: "TEXT", text: "Order {{1}}", example: "${index}" }, body: { text: "Hi {{1}}, your order #{{2}} has been confirmed and will be delivered by {{3}}.", example: ["Ana", "${index}", "Monday"] }, footer: "Lucky Shop", buttons: [{ type: "QUICK_REPLY", text: "Stop" }, { type: "URL", text: "Track", url: "https://example.com/${index}/{{1}}", example: "https://example.com/${index}/7" }, { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" }] }`,
    `header: "7", parameters: ["Ana", 7, "Monday"], buttons: [undefined, "7"]`,
  ],
  (index) => [
    `{ name: "visit_${index}", language: "en_US", category: "UTILITY", body: { text: "Hi {{first_name}}, your visit ${index} to {{doctor}} is on {{day}} at {{hour}} o'clock.", example: { first_name: "Ana", doctor: "Dr. Ruiz", day: "Monday", hour: "9" } } }`,
    `parameters: { first_name: "Ana", doctor: "Dr. Ruiz", day: "Monday", hour: 9 }`,
  ],
  (index) => [
    `{ name: "news_${index}", language: "en_US", category: "MARKETING", header: { format: "IMAGE", example: "4::${index}" }, body: "Our shop has news, look at them.", buttons: [{ type: "COPY_CODE", example: "SAVE${index}" }] }`,
    `header: { id: "1" }, buttons: ["SAVE${index}"]`,
  ],
  (index) => [
    `{ name: "login_${index}", language: "en_US", category: "AUTHENTICATION", footer: { code_expiration_minutes: 10 }, buttons: [{ type: "OTP", otp_type: "COPY_CODE" }] }`,
    `code: "123456"`,
  ],
  (index) => [
    `{ name: "cards_${index}", language: "en_US", category: "MARKETING", body: { text: "Hi {{1}}, look at these.", example: ["Ana"] }, cards: [${[1, 2, 3].map((card) => `{ header: { format: "IMAGE", example: "4::${card}" }, body: { text: "Item {{1}} of ${card}", example: ["a"] }, buttons: [{ type: "QUICK_REPLY", text: "More" }, { type: "URL", text: "Buy", url: "https://example.com/{{1}}", example: "https://example.com/1" }] }`).join(", ")}] }`,
    `parameters: ["Ana"], cards: [${[1, 2, 3].map((card) => `{ header: { id: "${card}" }, parameters: ["red"], buttons: [undefined, "sku"] }`).join(", ")}]`,
  ],
];

const count = 200;
const definitions = Array.from({ length: count }, (_, index) => {
  const [source, values] = kinds[index % kinds.length]?.(index) ?? ["", ""];
  return { index, source, values };
});

/** 200 templates, with and without types. */
export const templatePrograms = {
  plain: definitions.map(({ index, source }) => `export const t${index} = ${source} as const;`),
  satisfying: [
    `import type { TemplateSource } from "wacloud";`,
    ...definitions.map(
      ({ index, source }) => `export const t${index} = ${source} as const satisfies TemplateSource;`,
    ),
  ],
  defined: [
    `import { defineTemplate } from "wacloud";`,
    ...definitions.map(({ index, source }) => `export const t${index} = defineTemplate(${source});`),
  ],
  sentByName: [
    `import type { WhatsAppClient } from "wacloud";`,
    `declare const whatsapp: WhatsAppClient;`,
    ...definitions.map(
      ({ index, source }) =>
        `export const t${index} = ${source} as const;\nwhatsapp.messages.sendTemplate({ to: "+14155552671", name: t${index}.name, language: t${index}.language, header: "7", parameters: ["Ana", 7, "Monday"], buttons: [{ sub_type: "url", text: "7", index: 1 }] });`,
    ),
  ],
  sent: [
    `import { defineTemplate, type WhatsAppClient } from "wacloud";`,
    `declare const whatsapp: WhatsAppClient;`,
    ...definitions.map(
      ({ index, source, values }) =>
        `export const t${index} = defineTemplate(${source});\nwhatsapp.messages.sendTemplate({ to: "+14155552671", template: t${index}, ${values} });`,
    ),
  ],
};

if (import.meta.main) {
  const ratio = (ours: number, plain: number) => `${Math.round(ours)} ms, ×${(ours / plain).toFixed(2)}`;
  const costs = measureTypes(templatePrograms, ["typescript-5.4", "typescript", "typescript-7"]);
  const rows = costs.map(({ compiler, plain, satisfying, defined, sentByName, sent }) => ({
    compiler,
    "plain objects": `${Math.round(plain)} ms`,
    "satisfies TemplateSource": ratio(satisfying, plain),
    defineTemplate: ratio(defined, plain),
    "plain, sent by name": `${Math.round(sentByName)} ms`,
    "defined and sent": ratio(sent, sentByName),
  }));
  console.log(`${count} template definitions, Node.js ${process.version}, ${process.arch}\n`);
  console.table(rows);
}
