// Flow JSON as code: what compiles, and what does not. Compiled by `npm run typecheck`.
import { defineFlow, type FlowComponent, type FlowOptions } from "wacloud/flows";
import { type Exact, holds } from "./exact.ts";

const footer = {
  type: "Footer",
  label: "Send",
  "on-click-action": { name: "complete", payload: {} },
} as const satisfies FlowComponent;

const flow = defineFlow({
  version: "7.3",
  screens: [{ id: "DATE", terminal: true, layout: { type: "SingleColumnLayout", children: [footer] } }],
});
holds<Exact<(typeof flow)["screens"][0]["id"], "DATE">>();

const component = (_: FlowComponent) => {};

component({ type: "Dropdown", name: "a", label: "A", "data-source": "${data.slots}" });
component({ type: "Dropdown", name: "a", label: "A", "data-source": [{ id: "1", title: "One" }] });
component({ type: "TextInput", name: "a", label: "A", required: "${data.isRequired}" });
component({ type: "If", condition: "${data.a}", then: [footer], else: [footer] });
// @ts-expect-error: a Dropdown needs options
component({ type: "Dropdown", name: "a", label: "A" });
// @ts-expect-error: an option needs a title
component({ type: "Dropdown", name: "a", label: "A", "data-source": [{ id: "1" }] });
// @ts-expect-error: navigate needs the next screen
component({ type: "EmbeddedLink", text: "A", "on-click-action": { name: "navigate", payload: {} } });
// @ts-expect-error: open_url needs an address
component({ type: "EmbeddedLink", text: "A", "on-click-action": { name: "open_url" } });
// @ts-expect-error: a Footer has a label
component({ type: "Footer", "on-click-action": { name: "complete", payload: {} } });
// @ts-expect-error: a branch holds components
component({ type: "If", condition: "`true`", then: footer });
// @ts-expect-error: screens are in one column
defineFlow({ version: "7.3", screens: [{ id: "A", layout: { type: "Grid", children: [footer] } }] });

const on: FlowOptions["on"] = {
  INIT: () => ({ screen: "DATE", data: {} }),
  "data_exchange.DATE": async ({ data }) => ({ screen: "DATE", data: { slot: data.slot } }),
  error: ({ data }) => console.log(data.error),
};
// @ts-expect-error: an answer names the screen
const wrong: FlowOptions["on"] = { INIT: () => ({ data: {} }) };

export { on, wrong };
