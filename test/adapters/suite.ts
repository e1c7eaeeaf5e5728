import { socketSuite } from "../runtimes/suites/sockets.ts";
import { webhookSuite } from "../runtimes/suites/webhook.ts";

/** What must hold of every adapter; the parts are apart because some runtimes have no raw sockets. */
export const suite = { ...webhookSuite, ...socketSuite };
