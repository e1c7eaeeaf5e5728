/** Details of a customer. */
export interface UserFacts {
  /** Profile name. Default: `Customer` and the last four digits. */
  name?: string;
  /** The customer's username. Default: none. */
  username?: string;
  /** Business-scoped id. Default: derived from the phone number. */
  user_id?: string;
  /** Business-scoped id for several linked businesses, `US.ENT.…`, by which they can be written to, too. Default: none. */
  parent_user_id?: string;
  /** Whether webhooks leave out the phone number, as they do for customers with a username. Default false. */
  hidesPhoneNumber?: boolean;
}
