import { file } from "wacloud";
import type { Operation } from "./operation.ts";

const product = { messaging_product: "whatsapp" };
const all = "about,address,description,email,profile_picture_url,websites,vertical";
const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);

export const compliance = {
  entity_name: "Lucky Shrub",
  entity_type: "PARTNERSHIP",
  is_registered: true,
  grievance_officer_details: { name: "Ana", email: "ana@example.com", mobile_number: "+919876543210" },
  customer_care_details: { email: "care@example.com", landline_number: "+912212345678" },
};

const changes = {
  about: "Open",
  address: "",
  description: "Plants",
  email: "hi@example.com",
  websites: ["https://a.example", "http://b.example"],
  vertical: "RETAIL",
};

export const businessProfileOperations: Operation[] = [
  {
    name: "businessProfile.get",
    call: ({ businessProfile }, options) => businessProfile.get({}, options),
    request: `GET /{N}/whatsapp_business_profile?fields=${all}`,
    answer: { data: [{ ...product, about: "Open" }] },
    result: { ...product, about: "Open" },
  },
  {
    name: "businessProfile.get of a nested profile",
    call: ({ businessProfile }, options) => businessProfile.get({ fields: ["about"] }, options),
    request: "GET /{N}/whatsapp_business_profile?fields=about",
    answer: { data: [{ business_profile: { about: "Open" } }] },
    result: { about: "Open" },
  },
  {
    name: "businessProfile.get of a number without a profile",
    call: ({ businessProfile }, options) => businessProfile.get({}, options),
    request: `GET /{N}/whatsapp_business_profile?fields=${all}`,
    answer: { data: [] },
    result: {},
  },
  {
    name: "businessProfile.update",
    call: ({ businessProfile }, options) =>
      businessProfile.update({ ...changes, profile_picture_handle: "4::aW==" }, options),
    request: "POST /{N}/whatsapp_business_profile",
    body: { ...product, ...changes, profile_picture_handle: "4::aW==" },
  },
  {
    name: "businessProfile.update with a file",
    call: ({ businessProfile }, options) =>
      businessProfile.update({ profile_picture_handle: file(png) }, options),
    before: [{ id: "upload:1?sig=2" }, { h: "4::aW==" }],
    request: "POST /{N}/whatsapp_business_profile",
    body: { ...product, profile_picture_handle: "4::aW==" },
  },
  {
    name: "businessProfile.getCompliance",
    call: ({ businessProfile }, options) => businessProfile.getCompliance(options),
    request: "GET /{N}/business_compliance_info",
    answer: { data: [compliance] },
    result: compliance,
  },
  {
    name: "businessProfile.getCompliance of a number without any",
    call: ({ businessProfile }, options) => businessProfile.getCompliance(options),
    request: "GET /{N}/business_compliance_info",
    answer: { data: [] },
    result: undefined,
  },
  {
    name: "businessProfile.updateCompliance",
    call: ({ businessProfile }, options) => businessProfile.updateCompliance(compliance, options),
    request: "POST /{N}/business_compliance_info",
    body: { ...product, ...compliance },
  },
];
