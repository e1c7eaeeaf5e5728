import { Counter } from "../ids.ts";

/** A button of a template in the library. */
interface LibraryButton {
  type: string;
  text: string;
  url?: string;
  phone_number?: string;
}

/** A template of the library, which is approved immediately. */
export interface LibraryTemplate {
  id: string;
  name: string;
  language: string;
  category: string;
  topic: string;
  usecase?: string;
  industry: readonly string[];
  /** A text, or `DOCUMENT`. */
  header?: string;
  body: string;
  body_params: readonly string[];
  body_param_types: readonly string[];
  buttons: readonly LibraryButton[];
}

type Facts = Omit<LibraryTemplate, "id" | "language" | "body">;

const ids = new Counter(7_138_055_039_625_001n, 2n);

/** One template in several languages. */
const inLanguages = (facts: Facts, bodies: Readonly<Record<string, string>>): LibraryTemplate[] =>
  Object.entries(bodies).map(([language, body]) => ({ id: ids.take(), ...facts, language, body }));

const shops = ["E_COMMERCE"];
const banks = ["FINANCIAL_SERVICES"];

/** The simulator's library: a few templates of each kind, with texts of its own. */
export const library: readonly LibraryTemplate[] = [
  ...inLanguages(
    {
      name: "delivery_update_1",
      category: "UTILITY",
      topic: "ORDER_MANAGEMENT",
      usecase: "DELIVERY_UPDATE",
      industry: shops,
      header: "Your order update",
      body_params: ["Ana", "12345", "Friday, Jan 15"],
      body_param_types: ["TEXT", "NUMBER", "DATE"],
      buttons: [{ type: "URL", text: "Track delivery", url: "https://www.example.com" }],
    },
    {
      en_US: "Hi {{1}}, your order {{2}} is on its way and arrives on {{3}}.",
      es: "Hola {{1}}, tu pedido {{2}} está en camino y llega el {{3}}.",
      pt_BR: "Oi {{1}}, seu pedido {{2}} está a caminho e chega em {{3}}.",
    },
  ),
  ...inLanguages(
    {
      name: "order_pick_up_1",
      category: "UTILITY",
      topic: "ORDER_MANAGEMENT",
      usecase: "ORDER_PICK_UP",
      industry: shops,
      body_params: ["12345", "1 Main Street, Springfield"],
      body_param_types: ["NUMBER", "ADDRESS"],
      buttons: [],
    },
    { en_US: "Your order {{1}} is ready. You can pick it up at {{2}} during opening hours." },
  ),
  ...inLanguages(
    {
      name: "payment_due_reminder_1",
      category: "UTILITY",
      topic: "PAYMENTS",
      usecase: "PAYMENT_DUE_REMINDER",
      industry: banks,
      body_params: ["Ana", "$99.50", "Feb 1"],
      body_param_types: ["TEXT", "AMOUNT", "DATE"],
      buttons: [
        { type: "URL", text: "Pay now", url: "https://www.example.com" },
        { type: "PHONE_NUMBER", text: "Call us", phone_number: "+15550051310" },
      ],
    },
    { en_US: "Hi {{1}}, your payment of {{2}} is due on {{3}}. Thank you for paying on time." },
  ),
  ...inLanguages(
    {
      name: "account_creation_confirmation_1",
      category: "UTILITY",
      topic: "ACCOUNT_UPDATE",
      usecase: "ACCOUNT_CREATION_CONFIRMATION",
      industry: [...shops, ...banks],
      body_params: ["ana@example.com", "+1 555 005 1310"],
      body_param_types: ["EMAIL", "PHONE NUMBER"],
      buttons: [],
    },
    { en_US: "Your account is ready. We wrote to {{1}} and can reach you at {{2}} if necessary." },
  ),
  ...inLanguages(
    {
      name: "feedback_survey_1",
      category: "UTILITY",
      topic: "CUSTOMER_FEEDBACK",
      usecase: "FEEDBACK_SURVEY",
      industry: shops,
      body_params: ["12345"],
      body_param_types: ["NUMBER"],
      buttons: [
        { type: "QUICK_REPLY", text: "Good" },
        { type: "QUICK_REPLY", text: "Not good" },
      ],
    },
    { en_US: "How did you like your order {{1}}? Your answer helps us improve." },
  ),
  ...inLanguages(
    {
      name: "statement_attachment_1",
      category: "UTILITY",
      topic: "ACCOUNT_UPDATE",
      usecase: "STATEMENT_ATTACHMENT",
      industry: banks,
      header: "DOCUMENT",
      body_params: ["January"],
      body_param_types: ["DATE"],
      buttons: [],
    },
    { en_US: "Here is your statement for {{1}}. Please write to us if anything is unclear." },
  ),
  ...inLanguages(
    {
      name: "group_invite_link_1",
      category: "UTILITY",
      topic: "group_invite_link",
      industry: [],
      body_params: ["https://chat.whatsapp.com/abc"],
      body_param_types: ["TEXT"],
      buttons: [],
    },
    { en_US: "You are invited to our group: {{1}} is the link to join it." },
  ),
  ...inLanguages(
    {
      name: "verification_code_1",
      category: "AUTHENTICATION",
      topic: "IDENTITY_VERIFICATION",
      industry: [],
      body_params: ["123456"],
      body_param_types: ["TEXT"],
      buttons: [{ type: "OTP", text: "Copy code" }],
    },
    {
      en_US: "*{{1}}* is your verification code.",
      es: "*{{1}}* es tu código de verificación.",
      pt_BR: "*{{1}}* é o seu código de verificação.",
    },
  ),
];
