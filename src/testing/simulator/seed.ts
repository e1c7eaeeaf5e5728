/** A business number to begin with. */
export interface SeedNumber {
  /** Phone number id. The id of the simulator's first number changes that one. */
  id: string;
  /** The number itself. Default: the next free one. */
  displayPhoneNumber?: string;
  /** Name that customers see. Default `Test Business`. */
  verifiedName?: string;
  /** Account that it belongs to, which is added if it is new. Default: the first one. */
  businessAccountId?: string;
}

/** A customer to begin with. */
export interface SeedCustomer {
  /** Phone number with its country code, or a business-scoped id. */
  address: string;
  /** Profile name. Default: `Customer` and the last four digits. */
  name?: string;
  /** The customer's username. Default: none. */
  username?: string;
  /** Business-scoped id. Default: derived from the phone number. */
  user_id?: string;
  /** Whether webhooks leave out the phone number. Default false. */
  hidesPhoneNumber?: boolean;
}

/** What a simulator holds from the start: a plain object, which can come from a JSON file. */
export interface SimulatorSeed {
  /** Business numbers. */
  numbers?: readonly SeedNumber[];
  /** Customers. Their windows are closed until they write. */
  customers?: readonly SeedCustomer[];
  /** Templates of the first account, as they are posted to `message_templates`. They are approved. */
  templates?: readonly Record<string, unknown>[];
  /** Flow JSON by the id or the name of the Flow: with it, the chat page shows a Flow's screens. */
  flows?: Readonly<Record<string, Record<string, unknown>>>;
}
