// Keeps what belongs to each tenant, encrypted with AES-256-GCM. A file stands in for a table of your database.
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const file = process.env.TENANTS_FILE ?? "tenants.json";
const key = Buffer.from(process.env.TENANTS_KEY ?? "", "base64");
if (key.length !== 32) throw new Error("Set TENANTS_KEY to what `openssl rand -base64 32` prints.");

const rows: Record<string, string> = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};

/** Keeps a secret under a name, or forgets it. */
export function saveSecret(name: string, secret: object | undefined): void {
  if (secret === undefined) delete rows[name];
  else rows[name] = encrypt(JSON.stringify(secret), name);
  writeFileSync(`${file}.new`, JSON.stringify(rows), { mode: 0o600 });
  renameSync(`${file}.new`, file); // a crash leaves the old file or the new one, never half of one
}

export function readSecret<Secret>(name: string): Secret | undefined {
  return Object.hasOwn(rows, name) ? JSON.parse(decrypt(rows[name] ?? "", name)) : undefined;
}

/** The name is part of the seal: a row that is copied under another name does not open. */
function encrypt(text: string, name: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
}

function decrypt(row: string, name: string): string {
  const bytes = Buffer.from(row, "base64");
  const opening = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12), { authTagLength: 16 });
  opening.setAAD(Buffer.from(name)).setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([opening.update(bytes.subarray(28)), opening.final()]).toString("utf8");
}
