import { withLists } from "../core/answers.ts";
import type { Endpoint } from "../core/endpoint.ts";
import { checked } from "../core/validate.ts";
import { type Automation, type AutomationChanges, automationChanges } from "../types/automation.ts";
import type { NumberCallOptions, SuccessAnswer } from "../types/common.ts";
import { isObject } from "../utils/json.ts";

interface Node {
  conversational_automation?: Automation | undefined;
}

const isNode = (value: unknown): value is Node =>
  isObject(value) &&
  (value.conversational_automation === undefined || isObject(value.conversational_automation));

/**
 * What a number offers in the chat: ice breakers and commands.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/business-phone-numbers/conversational-components
 */
export class Automations {
  readonly #api: Endpoint;

  /** @internal */
  constructor(api: Endpoint) {
    this.#api = api;
  }

  /** Reads what is offered; `undefined` while nothing was ever set. */
  async get(options: NumberCallOptions = {}): Promise<Automation | undefined> {
    const query = { fields: ["conversational_automation"] };
    const node = await this.#api.get(this.#api.phoneNumberPath(options), { query, expects: isNode }, options);
    const { conversational_automation: found } = node;
    return found === undefined ? undefined : withLists(found, "prompts", "commands");
  }

  /**
   * Sets ice breakers, commands, or both; `[]` removes them.
   *
   * @example
   * await client.automation.update({
   *   prompts: ["Book a table", "Opening hours"],
   *   commands: [{ command_name: "order", command_description: "Start an order" }],
   * });
   */
  async update(changes: AutomationChanges, options: NumberCallOptions = {}): Promise<SuccessAnswer> {
    const body = checked(automationChanges(), changes, "automation");
    const path = this.#api.phoneNumberPath(options, "conversational_automation");
    return this.#api.post(path, { body, idempotent: true }, options);
  }
}
