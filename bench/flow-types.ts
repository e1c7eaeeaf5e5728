import type { Programs } from "./type-costs.ts";

const option = (index: number) => `{ id: "${index}", title: "Option ${index}" }`;

/** A Flow of three screens: it asks the endpoint, branches, and completes. */
const flow = (index: number): string =>
  `{ version: "7.3", data_api_version: "4.0", routing_model: { WHO: ["WHEN"], WHEN: ["DONE"], DONE: [] }, screens: [
  { id: "WHO", title: "Who", data: { name: { type: "string", __example__: "Ana" } }, layout: { type: "SingleColumnLayout", children: [
    { type: "TextHeading", text: "Visit ${index}" }, { type: "TextBody", text: "\`'Hi ' \${data.name}\`" },
    { type: "TextInput", name: "name", label: "Name", required: true, "min-chars": 2 },
    { type: "RadioButtonsGroup", name: "size", label: "Size", "data-source": [${[1, 2, 3, 4].map(option)}] },
    { type: "If", condition: "\${form.size} == '1'", then: [{ type: "TextArea", name: "why", label: "Why" }], else: [{ type: "TextCaption", text: "Thank you" }] },
    { type: "Footer", label: "Next", "on-click-action": { name: "data_exchange", payload: { name: "\${form.name}", size: "\${form.size}" } } } ] } },
  { id: "WHEN", title: "When", data: { slots: { type: "array", items: { type: "object", properties: { id: { type: "string" }, title: { type: "string" } } }, __example__: [${option(1)}] } }, layout: { type: "SingleColumnLayout", children: [
    { type: "Dropdown", name: "slot", label: "Slot", required: true, "data-source": "\${data.slots}" },
    { type: "DatePicker", name: "day", label: "Day", "min-date": "2027-01-01" },
    { type: "OptIn", name: "terms", label: "I agree", required: true },
    { type: "EmbeddedLink", text: "Terms", "on-click-action": { name: "open_url", url: "https://example.com/${index}" } },
    { type: "Footer", label: "Next", "on-click-action": { name: "navigate", next: { type: "screen", name: "DONE" }, payload: { code: "${index}" } } } ] } },
  { id: "DONE", title: "Done", terminal: true, data: { code: { type: "string", __example__: "1" } }, layout: { type: "SingleColumnLayout", children: [
    { type: "TextBody", text: "\${data.code}" },
    { type: "Footer", label: "Send", "on-click-action": { name: "complete", payload: { slot: "\${screen.WHEN.form.slot}" } } } ] } } ] }`;

const flows = Array.from({ length: 100 }, (_, index) => ({ index, source: flow(index) }));

/** 100 Flows of three screens, with and without types. */
export const flowPrograms = {
  plain: flows.map(({ index, source }) => `export const f${index} = ${source} as const;`),
  defined: [
    `import { defineFlow } from "wacloud/flows";`,
    ...flows.map(({ index, source }) => `export const f${index} = defineFlow(${source});`),
  ],
} satisfies Programs<string>;
