import { webhookEvent } from "wacloud/testing";
import type { IncomingMessageType, WebhookEventType } from "wacloud/webhooks";

// Every event type and every message type has a builder; a new one without does not compile.
webhookEvent satisfies { [Type in WebhookEventType]: object };
webhookEvent.message satisfies { [Type in IncomingMessageType]: (...given: never) => unknown };
// @ts-expect-error an event type without a builder
webhookEvent satisfies { [Type in WebhookEventType | "brand_new_field"]: object };
// @ts-expect-error a message type without a builder
webhookEvent.message_echo satisfies {
  [Type in IncomingMessageType | "hologram"]: (...given: never) => unknown;
};

// Builders take Meta's objects.
webhookEvent.message.text({ body: "Hi" }, { from: "5511987654321" });
webhookEvent.message.image();
webhookEvent.account_update({ event: "SOMETHING_NEW" });
webhookEvent.security({ event: "PIN_CHANGED" });
// @ts-expect-error a text has a body
webhookEvent.message.text({});
// @ts-expect-error a text has a body
webhookEvent.message.text();
// @ts-expect-error the answers of a form have a name of Meta's
webhookEvent.message.nfm_reply({ answers: {} });
// @ts-expect-error an update has an event
webhookEvent.account_update({});
// @ts-expect-error a number cannot be read as a decision
webhookEvent.account_review_update({ decision: 1 });
