// Changes the texts and the picture of the business profile, and reads them back.
// Run: npm run example profile-picture ./logo.png "Open 9 to 5"
import { file, ValidationError, WhatsAppClient } from "wacloud";

const [, , picture, about = "Open 9 to 5"] = process.argv;
if (picture === undefined) throw new Error("Pass a picture: a PNG or JPEG of up to 5 MB.");

const whatsapp = WhatsAppClient.fromEnv();

try {
  // The file is uploaded to your app first (WHATSAPP_APP_ID); its handle takes its place.
  await whatsapp.businessProfile.update({ about, profile_picture_handle: file(picture) });
  const profile = await whatsapp.businessProfile.get({ fields: ["about", "profile_picture_url"] });
  console.log(`about: ${profile.about}`);
  console.log(`picture: ${profile.profile_picture_url}`);
} catch (error) {
  if (!(error instanceof ValidationError)) throw error;
  // Nothing was sent: the text is too long, or the file is no picture.
  for (const { path, message } of error.issues) console.error(`${path} ${message}`);
  process.exitCode = 1;
}
await whatsapp.close();
