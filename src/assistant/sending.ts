import type * as z from "zod/mini";
import type { Messages } from "../resources/messages.ts";
import type { SendOptions } from "../resources/shared/post.ts";
import type { OutgoingMessage, SentMessage } from "../types/messages/outgoing.ts";
import type { Recipient } from "../types/recipients.ts";
import { withoutUndefined } from "../utils/json.ts";
import {
  flag,
  idempotencyKey,
  link,
  list,
  object,
  oneOf,
  optional,
  replyTo,
  text,
  to,
  values,
  whole,
} from "./fields.ts";
import { type SendingInput, sendWithin } from "./send.ts";
import { type Tool, type ToolDefinition, tool, writing } from "./tool.ts";

/** A tool that sends one message. */
interface SendingTool<Schema extends z.ZodMiniType<SendingInput>>
  extends Omit<ToolDefinition<Schema>, "annotations" | "run"> {
  isTemplate?: boolean;
  send(
    messages: Messages,
    to: Recipient,
    input: z.output<Schema>,
    options: SendOptions,
  ): Promise<SentMessage>;
}

const sending = <Schema extends z.ZodMiniType<SendingInput>>({
  isTemplate = false,
  send,
  ...row
}: SendingTool<Schema>): Tool =>
  tool<Schema>({
    ...row,
    annotations: writing,
    run: (input, session, call) =>
      sendWithin(
        {
          tool: row.name,
          input,
          isTemplate,
          send: (messages, to, options) => send(messages, to, input, options),
        },
        session,
        call,
      ),
  });

const window =
  "It reaches people who wrote within the last 24 hours; write to everybody else with whatsapp_send_template.";

const sendText = sending({
  name: "whatsapp_send_text",
  title: "Send a WhatsApp text",
  description: `Sends a text. ${window} Returns its message_id once WhatsApp has accepted it.`,
  input: () =>
    object({
      to: to(),
      text: text("What it says. *bold*, _italic_ and ~struck~ are formatted.", 4096),
      preview_url: optional(flag("Whether to show a preview of the first link. Default: false.")),
      reply_to: replyTo(),
      idempotency_key: idempotencyKey(),
    }),
  send: (messages, to, { text: body, preview_url = false, reply_to }, options) =>
    messages.sendText({ to, body, preview_url, reply_to }, options),
});

const sendTemplate = sending({
  name: "whatsapp_send_template",
  title: "Send a WhatsApp template",
  description:
    "Sends an approved template, which reaches people at any time and may cost money. Look it up first with whatsapp_list_templates: it says which values it needs.",
  isTemplate: true,
  input: () =>
    object({
      to: to(),
      template_name: text("The template's name: order_confirmation.", 512),
      language: text("The template's language, as whatsapp_list_templates shows it: en_US.", 20),
      parameters: optional(
        values("The values of the body: a list for {{1}}, {{2}}; an object for {{name}}."),
      ),
      header: optional(text("The value of a text header with a placeholder.", 60)),
      header_media: optional(
        object(
          {
            type: oneOf("What kind of file it is.", ["image", "video", "document"]),
            link: link("A public https address of the file."),
          },
          "The file of a header that shows one.",
        ),
      ),
      url_endings: optional(
        list(
          "The endings of URL buttons with a placeholder.",
          object({
            index: whole("The button's place, counted from 0.", 0, 9),
            ending: text("What replaces the placeholder.", 2000),
          }),
          [1, 10],
        ),
      ),
      idempotency_key: idempotencyKey(),
    }),
  send: (messages, to, { template_name: name, language, parameters, ...parts }, options) => {
    const buttons = parts.url_endings?.map(({ index, ending }) => ({
      sub_type: "url" as const,
      index,
      text: ending,
    }));
    const header = parts.header_media === undefined ? parts.header : toHeader(parts.header_media);
    return messages.sendTemplate({ to, name, language, parameters, header, buttons }, options);
  },
});

function toHeader({ type, link }: { type: "image" | "video" | "document"; link: string }) {
  if (type === "image") return { type, image: { link } };
  return type === "video" ? { type, video: { link } } : { type, document: { link } };
}

const sendMedia = sending({
  name: "whatsapp_send_media",
  title: "Send a file on WhatsApp",
  description: `Sends an image, video, audio, document or sticker, from a public link or by the media_id of an upload. ${window}`,
  input: () =>
    object({
      to: to(),
      type: oneOf("What kind of file it is.", ["image", "video", "audio", "document", "sticker"]),
      link: optional(link("A public https address of the file. This or media_id.")),
      media_id: optional(text("The id of an uploaded file. This or link.", 128)),
      caption: optional(text("Text below an image, video or document.", 1024)),
      filename: optional(text("Name of a document, with its extension.", 240)),
      reply_to: replyTo(),
      idempotency_key: idempotencyKey(),
    }),
  send: (messages, to, { type, media_id: id, link, caption, filename, reply_to }, options) => {
    const message = { to, reply_to, type, [type]: withoutUndefined({ id, link, caption, filename }) };
    return messages.send(message as unknown as OutgoingMessage, options); // which is checked anyway
  },
});

const sendButtons = sending({
  name: "whatsapp_send_buttons",
  title: "Send WhatsApp reply buttons",
  description: `Sends a text with one to three buttons. A tap comes back as a message whose choice_id is the button's id. ${window}`,
  input: () =>
    object({
      to: to(),
      text: text("What it says.", 1024),
      buttons: list(
        "The buttons; their ids and titles must differ.",
        object({
          id: text("What comes back when it is tapped.", 256),
          title: text("What it says.", 20),
        }),
        [1, 3],
      ),
      header: optional(text("A line above the text.", 60)),
      footer: optional(text("Small print below the text.", 60)),
      reply_to: replyTo(),
      idempotency_key: idempotencyKey(),
    }),
  send: (messages, to, { text: body, buttons, header, footer, reply_to }, options) =>
    messages.sendButtons({ to, body, buttons, header, footer, reply_to }, options),
});

const react = sending({
  name: "whatsapp_react",
  title: "React to a WhatsApp message",
  description: `Reacts to a received message with one emoji; an empty emoji removes the reaction. ${window}`,
  input: () =>
    object({
      to: to(),
      message_id: text("The message to react to (wamid.…).", 256),
      emoji: text("One emoji, or nothing.", 32, 0),
      idempotency_key: idempotencyKey(),
    }),
  send: (messages, to, { message_id, emoji }, options) =>
    messages.sendReaction({ to, message_id, emoji }, options),
});

export const sendingTools: readonly Tool[] = [sendText, sendTemplate, sendMedia, sendButtons, react];
