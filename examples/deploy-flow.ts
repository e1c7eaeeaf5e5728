// Makes keys for the endpoint of a Flow, and creates the Flow from code. Run:
// npm run example deploy-flow https://your-host/flow
import { WhatsAppClient } from "wacloud";
import { createFlowKeys, defineFlow } from "wacloud/flows";

const [endpoint_uri = "https://your-host.example/flow"] = process.argv.slice(2);
const whatsapp = WhatsAppClient.fromEnv();

const booking = defineFlow({
  version: "7.3",
  data_api_version: "4.0",
  routing_model: { DATE: [] },
  screens: [
    {
      id: "DATE",
      title: "Book a table",
      terminal: true,
      data: {
        slots: {
          type: "array",
          items: { type: "object", properties: { id: { type: "string" }, title: { type: "string" } } },
          __example__: [{ id: "0800", title: "08:00" }],
        },
      },
      layout: {
        type: "SingleColumnLayout",
        children: [
          { type: "Dropdown", name: "slot", label: "Time", required: true, "data-source": "${data.slots}" },
          {
            type: "Footer",
            label: "Book",
            "on-click-action": { name: "data_exchange", payload: { slot: "${form.slot}" } },
          },
        ],
      },
    },
  ],
});

const { privateKey, publicKey } = await createFlowKeys();
await whatsapp.flows.setPublicKey({ business_public_key: publicKey });
const { id, validation_errors } = await whatsapp.flows.create({
  name: `Booking ${new Date().toISOString()}`,
  categories: ["APPOINTMENT_BOOKING"],
  flow_json: booking,
  endpoint_uri,
});
for (const { message } of validation_errors) console.warn(message);
console.log(`Flow ${id} is a draft: start the endpoint, then publish it with client.flows.publish("${id}").`);
console.log(`WHATSAPP_FLOW_PRIVATE_KEY="${privateKey.trim().replaceAll("\n", "\\n")}"`);
