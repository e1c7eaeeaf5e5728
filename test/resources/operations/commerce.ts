import { type Operation, readPage } from "./operation.ts";

const settings = { id: "727705352028726", is_cart_enabled: true, is_catalog_visible: false };

export const commerceOperations: Operation[] = [
  {
    name: "commerce.getSettings",
    call: ({ commerce }, options) => commerce.getSettings(options),
    request: "GET /{N}/whatsapp_commerce_settings",
    answer: { data: [settings] },
    result: settings,
  },
  {
    name: "commerce.getSettings of a number without any",
    call: ({ commerce }, options) => commerce.getSettings(options),
    request: "GET /{N}/whatsapp_commerce_settings",
    answer: { data: [] },
    result: undefined,
  },
  {
    name: "commerce.updateSettings",
    call: ({ commerce }, options) =>
      commerce.updateSettings({ is_cart_enabled: false, is_catalog_visible: true }, options),
    request: "POST /{N}/whatsapp_commerce_settings?is_cart_enabled=false&is_catalog_visible=true",
  },
  {
    name: "commerce.catalogs",
    call: ({ commerce }, options) => readPage(commerce.catalogs({ fields: ["id", "name"] }, options)),
    request: "GET /{A}/product_catalogs?fields=id,name",
    answer: { data: [{ id: "8", name: "Plants" }] },
    result: [{ id: "8", name: "Plants" }],
  },
  {
    name: "commerce.connectCatalog",
    call: ({ commerce }, options) => commerce.connectCatalog({ catalog_id: "8" }, options),
    request: "POST /{A}/product_catalogs",
    body: { catalog_id: "8" },
  },
  {
    name: "commerce.disconnectCatalog",
    call: ({ commerce }, options) => commerce.disconnectCatalog({ catalog_id: "8" }, options),
    request: "DELETE /{A}/product_catalogs",
    body: { catalog_id: "8" },
  },
];
