import type { Json } from "../../utils/json.ts";

/** A screen that a customer is on, or came from. */
export interface FlowVisit {
  screen: string;
  /** The data that it was opened with. */
  data: Json;
  /** What is filled in, by the names of the inputs. */
  form: Json;
}

/** The Flow that a customer opened last. */
export interface OpenFlow {
  /** The message that it belongs to. */
  messageId: string;
  phoneNumberId: string;
  /** The label of the button that opened it. */
  title: string;
  /** Its JSON when it was opened, as text: what is published later does not change it. */
  json: string;
  token: string;
  endpointUri?: string;
  /** The number's public key, as the phone got it last. */
  publicKey?: string;
  /** The screens before, the first one first. */
  before: FlowVisit[];
  /** The screen that is shown; `undefined` until there is one. */
  visit?: FlowVisit;
  /** What the phone says about the last answer. */
  error?: string;
  /** `closed`: by the customer, or because the endpoint answered 427. */
  state: "open" | "completed" | "closed";
}
