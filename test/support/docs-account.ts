import { WhatsAppClient } from "wacloud";
import { createSimulator, type Simulator } from "wacloud/testing";

/** An account that holds what a page takes for granted: a second number, and the templates it does not create. */
export async function accountFor(page: string): Promise<Simulator> {
  const simulator = createSimulator({ openWindow: true });
  await simulator.listen();
  simulator.addPhoneNumber("106540352242923");
  const whatsapp = new WhatsAppClient(simulator.clientOptions);
  if (page !== "docs/setup.md") await createOrderShipped(whatsapp);
  await createSeasonalPromotion(whatsapp);
  await simulator.settled();
  return simulator;
}

async function createOrderShipped({ templates }: WhatsAppClient): Promise<void> {
  await templates.create({
    name: "order_shipped",
    language: "en_US",
    category: "UTILITY",
    components: [
      {
        type: "BODY",
        text: "Hello {{1}}, order {{2}} is on its way.",
        example: { body_text: [["Ana", "777"]] },
      },
    ],
  });
}

async function createSeasonalPromotion({ media, templates }: WhatsAppClient): Promise<void> {
  const { handle } = await media.uploadResumable({ file: pixel() });
  await templates.create({
    name: "seasonal_promotion",
    language: "en_US",
    category: "MARKETING",
    parameter_format: "NAMED",
    components: [
      { type: "HEADER", format: "IMAGE", example: { header_handle: [handle] } },
      {
        type: "BODY",
        text: "Hello {{first_name}}, today {{percent}} percent less.",
        example: {
          body_text_named_params: [
            { param_name: "first_name", example: "Ana" },
            { param_name: "percent", example: "25" },
          ],
        },
      },
      {
        type: "BUTTONS",
        buttons: [
          {
            type: "URL",
            text: "Shop",
            url: "https://example.com/{{1}}",
            example: ["https://example.com/summer"],
          },
        ],
      },
    ],
  });
}

/** The smallest PNG there is. */
function pixel(): Uint8Array {
  const base64 =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
