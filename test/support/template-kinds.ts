import { defineTemplate, file } from "wacloud";

const picture = () =>
  file(new Blob([Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10, 1, 2, 3)], { type: "image/png" }), {
    filename: "sample.png",
  });
const film = () =>
  file(new Blob([Uint8Array.of(0, 0, 0, 24, 102, 116, 121, 112, 109, 112, 52, 50)], { type: "video/mp4" }), {
    filename: "sample.mp4",
  });
const paper = () => file(new Blob(["%PDF-1.7\n"], { type: "application/pdf" }), { filename: "sample.pdf" });
const apps = [
  { package_name: "com.example.shop", signature_hash: "K8a/AINcGX7" },
  { package_name: "com.example.club", signature_hash: "K8a+AINcGX8" },
];

/** A template of every kind that can be defined. */
export const kinds = {
  plain: defineTemplate({
    name: "plain",
    language: "en_US",
    category: "UTILITY",
    body: "Your order has arrived.",
  }),
  positional: defineTemplate({
    name: "positional",
    language: "en_US",
    category: "UTILITY",
    message_send_ttl_seconds: 3600,
    header: { format: "TEXT", text: "Order {{1}}", example: "777" },
    body: {
      text: 'Hi *{{1}}*, it\'s "{{2}}" — 東京 🚚.\n\nSee you on {{3}} then.',
      example: ["Ana", "yours", "Friday"],
    },
    footer: "Lucky Shop",
    buttons: [
      { type: "QUICK_REPLY", text: "Fine" },
      { type: "QUICK_REPLY", text: "Stop" },
      {
        type: "URL",
        text: "Track",
        url: "https://example.com/t/{{1}}",
        example: "https://example.com/t/777",
      },
      { type: "URL", text: "Shop", url: "https://example.com/" },
      { type: "PHONE_NUMBER", text: "Call", phone_number: "+15550051310" },
    ],
  }),
  named: defineTemplate({
    name: "named",
    language: "pt_BR",
    category: "MARKETING",
    cta_url_link_tracking_opted_out: true,
    header: { format: "TEXT", text: "Olá {{first_name}}!", example: { first_name: "Ana" } },
    body: {
      text: "Só hoje: {{discount}} de desconto para você, {{first_name}}. Aproveite!",
      example: { discount: "10%", first_name: "Ana" },
    },
  }),
  image: defineTemplate({
    name: "image",
    language: "en_US",
    category: "UTILITY",
    header: { format: "IMAGE", example: picture() },
    body: "Look at this.",
  }),
  video: defineTemplate({
    name: "video",
    language: "en_US",
    category: "MARKETING",
    header: { format: "VIDEO", example: film() },
    body: "Look at this.",
  }),
  document: defineTemplate({
    name: "document",
    language: "en_US",
    category: "UTILITY",
    header: { format: "DOCUMENT", example: paper() },
    body: "Your invoice.",
  }),
  location: defineTemplate({
    name: "location",
    language: "en_US",
    category: "UTILITY",
    header: { format: "LOCATION" },
    body: "We are here.",
  }),
  coupon: defineTemplate({
    name: "coupon",
    language: "en_US",
    category: "MARKETING",
    body: "A present for you.",
    buttons: [
      { type: "QUICK_REPLY", text: "Unsubscribe" },
      { type: "COPY_CODE", example: "250FF" },
    ],
  }),
  offer: defineTemplate({
    name: "offer",
    language: "en_US",
    category: "MARKETING",
    header: { format: "IMAGE", example: picture() },
    limited_time_offer: { text: "Expiring offer!", has_expiration: true },
    body: { text: "Hi {{1}}, use {{2}} today!", example: ["Ana", "CARIBE25"] },
    buttons: [
      { type: "COPY_CODE", example: "CARIBE25" },
      {
        type: "URL",
        text: "Book",
        url: "https://example.com/o?c={{1}}",
        example: "https://example.com/o?c=n3",
      },
    ],
  }),
  media_carousel: defineTemplate({
    name: "media_carousel",
    language: "en_US",
    category: "MARKETING",
    body: { text: "Fresh this week, {{1}}, have a look.", example: ["Ana"] },
    cards: [
      {
        header: { format: "IMAGE", example: picture() },
        body: { text: "One, only {{1}} today", example: ["10 €"] },
        buttons: [
          { type: "QUICK_REPLY", text: "More" },
          { type: "URL", text: "Buy", url: "https://example.com/{{1}}", example: "https://example.com/1" },
        ],
      },
      {
        header: { format: "IMAGE", example: picture() },
        body: "Two, as long as there are any",
        buttons: [
          { type: "QUICK_REPLY", text: "More" },
          { type: "URL", text: "Buy", url: "https://example.com/{{1}}", example: "https://example.com/1" },
        ],
      },
    ],
  }),
  product_carousel: defineTemplate({
    name: "product_carousel",
    language: "en_US",
    category: "MARKETING",
    body: "Fresh this week.",
    cards: [
      { header: { format: "PRODUCT" }, buttons: [{ type: "SPM", text: "View" }] },
      { header: { format: "PRODUCT" }, buttons: [{ type: "SPM", text: "View" }] },
    ],
  }),
  catalog: defineTemplate({
    name: "catalog",
    language: "en_US",
    category: "MARKETING",
    body: "All we have.",
    footer: "Lucky Shop",
    buttons: [{ type: "CATALOG", text: "View catalog" }],
  }),
  products: defineTemplate({
    name: "products",
    language: "en_US",
    category: "MARKETING",
    header: { format: "TEXT", text: "Forgot something, {{1}}?", example: ["Ana"] },
    body: { text: "Use code {{1}} for 10% off!", example: ["10OFF"] },
    buttons: [{ type: "MPM", text: "View items" }],
  }),
  product: defineTemplate({
    name: "product",
    language: "en_US",
    category: "MARKETING",
    header: { format: "PRODUCT" },
    body: { text: "Use {{code}} on our newest plant!", example: { code: "25OFF" } },
    buttons: [{ type: "SPM", text: "View" }],
  }),
  order_details: defineTemplate({
    name: "order_details",
    language: "en_US",
    category: "UTILITY",
    body: "Your order is ready to be paid.",
    buttons: [{ type: "ORDER_DETAILS", text: "Review and Pay" }],
  }),
  order_status: defineTemplate({
    name: "order_status",
    language: "en_US",
    category: "UTILITY",
    sub_category: "ORDER_STATUS",
    body: "Your order has news.",
    footer: "Lucky Shop",
  }),
  payment_request: defineTemplate({
    name: "payment_request",
    language: "pt_BR",
    category: "UTILITY",
    body: "Seu pedido espera o pagamento.",
    buttons: [
      {
        type: "PAYMENT_REQUEST",
        text: "Open payment link",
        payment_setting: { type: "payment_link", payment_link: { uri: "https://example.com/pay" } },
      },
    ],
  }),
  flow: defineTemplate({
    name: "flow",
    language: "en_US",
    category: "UTILITY",
    body: "Tell us more.",
    buttons: [
      { type: "FLOW", text: "Sign up", flow_id: "123", flow_action: "navigate", navigate_screen: "FIRST" },
    ],
  }),
  call_permission: defineTemplate({
    name: "call_permission",
    language: "en_US",
    category: "UTILITY",
    body: { text: "May we call you about order {{1}} today?", example: ["777"] },
    call_permission_request: true,
  }),
  voice_call: defineTemplate({
    name: "voice_call",
    language: "en_US",
    category: "UTILITY",
    body: "Talk to us.",
    buttons: [{ type: "VOICE_CALL", text: "Call now" }],
  }),
  contact: defineTemplate({
    name: "contact",
    language: "en_US",
    category: "UTILITY",
    body: "How can we reach you?",
    buttons: [{ type: "REQUEST_CONTACT_INFO" }],
  }),
  code_copied: defineTemplate({
    name: "code_copied",
    language: "en_US",
    category: "AUTHENTICATION",
    message_send_ttl_seconds: 300,
    body: { add_security_recommendation: true },
    footer: { code_expiration_minutes: 10 },
    buttons: [{ type: "OTP", otp_type: "COPY_CODE", text: "Copy it" }],
  }),
  code_one_tap: defineTemplate({
    name: "code_one_tap",
    language: "de",
    category: "AUTHENTICATION",
    buttons: [
      {
        type: "OTP",
        otp_type: "ONE_TAP",
        text: "Kopieren",
        autofill_text: "Einsetzen",
        supported_apps: apps,
      },
    ],
  }),
  code_zero_tap: defineTemplate({
    name: "code_zero_tap",
    language: "en_US",
    category: "AUTHENTICATION",
    buttons: [{ type: "OTP", otp_type: "ZERO_TAP", supported_apps: apps, zero_tap_terms_accepted: true }],
  }),
};

export const templateKinds = Object.values(kinds);
