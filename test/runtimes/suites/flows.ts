import { assert } from "chai";
import { WhatsAppClient } from "wacloud";
import { fetchFlow } from "wacloud/fetch";
import {
  ConfigurationError,
  completeFlow,
  createFlowHandler,
  createFlowKeys,
  decryptFlowMedia,
  decryptFlowRequest,
  encryptFlowResponse,
  FlowDecryptionError,
  type FlowOptions,
  InvalidFlowTokenError,
  verifyFlowTokenSignature,
} from "wacloud/flows";
import { createSimulator } from "wacloud/testing";
import { signPayload } from "wacloud/webhooks";
import keys from "../../fixtures/flows/keys.json" with { type: "json" };
import type { Suite } from "./world.ts";

const fromHex = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const toBase64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes));
const range = (first: number, length: number) => toBase64(Uint8Array.from({ length }, (_, at) => first + at));

const aesKey = fromHex("00112233445566778899aabbccddeeff");
const iv = fromHex("000102030405060708090a0b0c0d0e0f");
const ping = "wl1KiidJqXOC3A18Tg3viwdQtMDG7OHl/bQfNj75Gni1nbD9ZokFR3ANhFPkL7ZtzA==";
const active = "y4SaW1c+0q79lChUmNszjqIdbqrh9UQ3Ee6vVb5rWwjhy875hlv1EbOy970=";

/** The ping of the test vectors, for the owner of this key. */
async function encryptPing(publicKey: string): Promise<string> {
  const der = Uint8Array.from(atob(publicKey.replace(/-----.*?-----|\s/g, "")), (letter) =>
    letter.charCodeAt(0),
  );
  const algorithm = { name: "RSA-OAEP", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", der, algorithm, false, ["encrypt"]);
  const encrypted = new Uint8Array(await crypto.subtle.encrypt("RSA-OAEP", key, aesKey));
  return JSON.stringify({
    encrypted_flow_data: ping,
    encrypted_aes_key: toBase64(encrypted),
    initial_vector: toBase64(iv),
  });
}

const to = "+5511987654321";
const quiet = { warn: () => {}, error: () => {} };

/** Ana, who was sent a Flow of one screen; how it can be answered; and the statuses of the answers so far. */
async function openSimulator() {
  const simulator = createSimulator({ openWindow: true });
  const whatsapp = new WhatsAppClient(simulator.clientOptions);
  const { privateKey, publicKey } = await createFlowKeys();
  const statuses: number[] = [];
  const answerWith = (options: Partial<FlowOptions>): void => {
    const { appSecret } = simulator.webhookOptions;
    const handle = fetchFlow({ privateKey, appSecret, logger: quiet, ...options });
    simulator.flowEndpoint = async (request) => {
      const response = await handle(request);
      statuses.push(response.status);
      return response;
    };
  };
  answerWith({});
  await whatsapp.flows.setPublicKey({ business_public_key: publicKey });
  const { id } = await whatsapp.flows.create({
    name: "Booking",
    categories: ["OTHER"],
    flow_json: flow,
    endpoint_uri: "https://app.example/flow",
    publish: true, // asks for a ping
  });
  await whatsapp.messages.sendFlow({
    to,
    body: "Book",
    flow_id: id,
    flow_cta: "Book",
    flow_token: "t1",
    flow_action: "data_exchange",
  });
  return { ana: simulator.user(to), answerWith, statuses };
}

const flow = {
  version: "7.3",
  data_api_version: "4.0",
  routing_model: { DATE: [] },
  screens: [
    {
      id: "DATE",
      terminal: true,
      data: { greeting: { type: "string", __example__: "Hi" } },
      layout: {
        type: "SingleColumnLayout",
        children: [
          { type: "TextInput", name: "note", label: "Note" },
          {
            type: "Footer",
            label: "Send",
            "on-click-action": { name: "data_exchange", payload: { note: ["$", "{form.note}"].join("") } },
          },
        ],
      },
    },
  ],
} as const;

/** What must hold of the endpoint of a Flow. */
export const flowSuite: Suite<unknown> = {
  "a request is decrypted and its answer encrypted, as computed elsewhere": async () => {
    const { privateKey, publicKey } = await createFlowKeys();
    const { request, ...opened } = await decryptFlowRequest({
      body: await encryptPing(publicKey),
      privateKey,
    });
    assert.deepEqual(request as unknown, { version: "3.0", action: "ping" });
    const response = { data: { status: "active" } };
    assert.strictEqual(await encryptFlowResponse({ response, ...opened }), active);
  },

  "the key of somebody else decrypts nothing": async () => {
    const [mine, theirs] = [await createFlowKeys(), await createFlowKeys()];
    const body = await encryptPing(theirs.publicKey);
    const failure = await decryptFlowRequest({ body, privateKey: mine.privateKey }).catch((error) => error);
    assert.instanceOf(failure, FlowDecryptionError);
  },

  "the handler answers a ping, and refuses a forged one": async () => {
    const { privateKey, publicKey } = await createFlowKeys();
    const appSecret = "app-secret";
    const rawBody = await encryptPing(publicKey);
    const handle = createFlowHandler({ privateKey, appSecret, logger: { warn: () => {}, error: () => {} } });
    const ask = (signature: string) =>
      handle({ method: "POST", query: {}, headers: { "x-hub-signature-256": signature }, rawBody });
    const answer = await ask(await signPayload({ rawBody, appSecret }));
    assert.deepEqual([answer.status, answer.body], [200, active]);
    assert.strictEqual((await ask(await signPayload({ rawBody, appSecret: "forged" }))).status, 432);
  },

  "private keys of all forms are read; encrypted ones where the runtime can": async () => {
    const body = await encryptPing(keys.publicKey);
    for (const privateKey of Object.values(keys.plain))
      assert.strictEqual((await decryptFlowRequest({ body, privateKey })).request.action, "ping");
    for (const privateKey of Object.values(keys.encrypted)) {
      const decrypting = decryptFlowRequest({ body, privateKey, passphrase: keys.passphrase });
      const outcome = await decrypting.then(
        ({ request }) => request.action,
        (error: unknown) => error,
      );
      if (outcome === "ping") continue;
      assert.instanceOf(outcome, ConfigurationError);
      assert.include((outcome as Error).message, "openssl pkcs8 -topk8 -nocrypt");
    }
  },

  "a customer goes through a Flow, encrypted as a phone does": async () => {
    const { ana, answerWith, statuses } = await openSimulator();
    assert.deepEqual(statuses.splice(0), [200]); // the ping
    answerWith({
      on: {
        INIT: () => ({ screen: "DATE", data: { greeting: "Olá 👋" } }),
        "data_exchange.DATE": ({ data, flow_token }) => completeFlow({ flow_token, ...data }),
      },
    });
    await ana.opensFlow();
    assert.deepEqual(ana.flow.data, { greeting: "Olá 👋" });
    await ana.flow.fills({ note: "Até já" });
    await ana.flow.submits();
    const content = ana.outbox.at(-1)?.content as { nfm_reply: { response_json: string } } | undefined;
    const answers = JSON.parse(content?.nfm_reply.response_json ?? "null");
    assert.deepEqual(answers, { flow_token: "t1", note: "Até já" });
    assert.deepEqual(statuses, [200, 200]);
  },

  "a wrong key is answered with 421, a wrong secret with 432, a bad token with 427": async () => {
    const { ana, answerWith, statuses } = await openSimulator();
    const open = () => ana.opensFlow().catch((error: Error) => error.message);
    answerWith({ privateKey: (await createFlowKeys()).privateKey });
    assert.include(await open(), "answered 421 twice");
    answerWith({ appSecret: "forged" });
    assert.include(await open(), "answered 432");
    answerWith({
      on: {
        INIT: () => {
          throw new InvalidFlowTokenError("This form has expired.");
        },
      },
    });
    assert.include(await open(), "This form has expired.");
    assert.deepEqual(statuses, [200, 421, 421, 432, 427]);
  },

  "a file is decrypted": async () => {
    const file = Uint8Array.from(atob("vOEpkJs8R4QL+ZOhyytaEUORLGcURZ62EYE="), (letter) =>
      letter.charCodeAt(0),
    );
    const metadata = {
      encrypted_hash: "LNiMxPHwiEwHHsWB3c7rQzDginfz9oqOL7IFcbODb/s=",
      iv: range(0x40, 16),
      encryption_key: range(0, 32),
      hmac_key: range(0x20, 32),
      plaintext_hash: "ZsuCouZGogo4TRC3/utJZ7UNMqth1kNsIbOnhdARdGM=",
    };
    assert.strictEqual(new TextDecoder().decode(await decryptFlowMedia({ file, metadata })), "hello flow");
  },

  "the signature of a token is verified": async () => {
    const signature =
      "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJmbG93X3Rva2VuIjoidG9rLTEifQ.JxCopdR18mFgVqD8CV4l99F1gFELa7xZX8zocFiofl8";
    const given = { signature, flowToken: "tok-1", appSecret: "app-secret" };
    assert.strictEqual(await verifyFlowTokenSignature(given), true);
    assert.strictEqual(await verifyFlowTokenSignature({ ...given, appSecret: "other" }), false);
  },
};
