import { defineTemplate } from "wacloud";

/** One template in two languages: both take the same values, so one line of code sends either. */
export const orderShipped = {
  en_US: defineTemplate({
    name: "order_shipped",
    language: "en_US",
    category: "UTILITY",
    header: { format: "TEXT", text: "On its way" },
    body: {
      text: "Hi {{first_name}}, order {{order}} has left and will arrive on {{day}}.",
      example: { first_name: "Ana", order: "777", day: "Monday" },
    },
    buttons: [
      {
        type: "URL",
        text: "Track",
        url: "https://example.com/orders/{{1}}",
        example: "https://example.com/orders/777",
      },
    ],
  }),
  pt_BR: defineTemplate({
    name: "order_shipped",
    language: "pt_BR",
    category: "UTILITY",
    header: { format: "TEXT", text: "A caminho" },
    body: {
      text: "Olá {{first_name}}, o pedido {{order}} saiu e chega na {{day}}, se tudo correr bem.",
      example: { first_name: "Ana", order: "777", day: "segunda-feira" },
    },
    buttons: [
      {
        type: "URL",
        text: "Acompanhar",
        url: "https://example.com/orders/{{1}}",
        example: "https://example.com/orders/777",
      },
    ],
  }),
};
