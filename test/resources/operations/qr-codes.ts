import { type Operation, readPage } from "./operation.ts";

const code = "4O4YGZEG3RIVE1";
const prefilled_message = "Cyber Monday";
const qr = { code, prefilled_message, deep_link_url: `https://wa.me/message/${code}` };
const edge = "/{N}/message_qrdls";

export const qrCodeOperations: Operation[] = [
  {
    name: "qrCodes.list",
    call: ({ qrCodes }, options) => readPage(qrCodes.list({ code, limit: 5 }, options)),
    request: `GET ${edge}?code=${code}&limit=5`,
    answer: { data: [qr] },
    result: [qr],
  },
  {
    name: "qrCodes.get",
    call: ({ qrCodes }, options) => qrCodes.get(code, options),
    request: `GET ${edge}/${code}`,
    answer: { data: [qr] },
    result: qr,
  },
  {
    name: "qrCodes.create",
    call: ({ qrCodes }, options) => qrCodes.create({ prefilled_message }, options),
    request: `POST ${edge}`,
    body: { prefilled_message },
    answer: qr,
    findOut: "list",
  },
  {
    name: "qrCodes.update",
    call: ({ qrCodes }, options) => qrCodes.update(code, { prefilled_message }, options),
    request: `POST ${edge}`,
    body: { prefilled_message, code },
    answer: qr,
  },
  {
    name: "qrCodes.delete",
    call: ({ qrCodes }, options) => qrCodes.delete(code, options),
    request: `DELETE ${edge}/${code}`,
  },
];
