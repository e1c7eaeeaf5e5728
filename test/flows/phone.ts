import {
  constants,
  createCipheriv,
  createDecipheriv,
  createHmac,
  publicEncrypt,
  randomBytes,
} from "node:crypto";

/** A request as WhatsApp encrypts it, by another library than wacloud's, and how its answer is read. */
export function encryptAsWhatsApp(
  request: unknown,
  publicKey: string,
  { aesKey = randomBytes(16), iv = randomBytes(16) }: { aesKey?: Uint8Array; iv?: Uint8Array } = {},
) {
  const cipher = createCipheriv("aes-128-gcm", aesKey, iv);
  const text = typeof request === "string" ? request : JSON.stringify(request);
  const data = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  const encryptedKey = publicEncrypt({ key: publicKey, padding, oaepHash: "sha256" }, aesKey);
  const body = {
    encrypted_flow_data: data.toString("base64"),
    encrypted_aes_key: encryptedKey.toString("base64"),
    initial_vector: Buffer.from(iv).toString("base64"),
  };
  return { body, aesKey, iv, read: (answer: string) => decryptAsWhatsApp(answer, aesKey, iv) };
}

function decryptAsWhatsApp(answer: string, aesKey: Uint8Array, iv: Uint8Array): unknown {
  const bytes = Buffer.from(answer, "base64");
  const decipher = createDecipheriv(
    "aes-128-gcm",
    aesKey,
    iv.map((byte) => ~byte & 0xff),
  );
  decipher.setAuthTag(bytes.subarray(-16));
  const text = Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]);
  return JSON.parse(text.toString());
}

/** The headers of a signed request. */
export const signedHeaders = (body: string, appSecret: string) => ({
  "content-type": "application/json",
  "x-hub-signature-256": `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`,
});
