import { defineTemplate } from "wacloud";

/** A one-time code: WhatsApp writes the text. */
export const loginCode = defineTemplate({
  name: "login_code",
  language: "en_US",
  category: "AUTHENTICATION",
  body: { add_security_recommendation: true },
  footer: { code_expiration_minutes: 10 },
  buttons: [{ type: "OTP", otp_type: "COPY_CODE" }],
});
