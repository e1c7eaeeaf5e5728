// What is read with `fields` has only these. Compiled by `npm run typecheck`.
import type { QrCode, WhatsAppClient } from "wacloud";

export async function readings({ qrCodes }: WhatsAppClient): Promise<void> {
  const whole: QrCode | undefined = await qrCodes.get("4O4YGZEG3RIVE1");
  const some = await qrCodes.get({ code: "4O4YGZEG3RIVE1", fields: ["code", "qr_image_url.format(PNG)"] });
  const image: string | undefined = some?.qr_image_url;
  // @ts-expect-error the link was not asked for
  some?.deep_link_url;
  for await (const { code, prefilled_message } of qrCodes.list({ limit: 5 })) code.concat(prefilled_message);
  for await (const item of qrCodes.list({ fields: ["code"] })) {
    // @ts-expect-error the text was not asked for
    item.prefilled_message;
  }
  console.log(whole, image);

  // @ts-expect-error the text is needed
  await qrCodes.create({ generate_qr_image: "PNG" });
  // @ts-expect-error there are two formats
  await qrCodes.create({ prefilled_message: "Hi", generate_qr_image: "GIF" });
  // @ts-expect-error there is no such filter
  qrCodes.list({ prefilled_message: "Hi" });
}
