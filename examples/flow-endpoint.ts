// Answers the requests of a Flow, on Express. Run: npm run example deploy-flow https://your-host/flow once, put the
// private key that it prints into .env, then run: npm run example flow-endpoint.
import express from "express";
import { expressFlow } from "wacloud/express";
import { completeFlow, flowOptionsFromEnv, InvalidFlowTokenError } from "wacloud/flows";

const app = express();
const free = new Map([
  ["0800", "08:00"],
  ["0930", "09:30"],
]);

const listSlots = () => [...free].map(([id, title]) => ({ id, title }));

// Before any express.json(): the signature is over the body as it arrived.
app.use(
  "/flow",
  expressFlow({
    ...flowOptionsFromEnv(),
    on: {
      INIT: ({ flow_token }) => {
        // Name the customer in the token when you send the Flow, and look them up here.
        if (!flow_token.startsWith("booking-")) throw new InvalidFlowTokenError("This form has expired.");
        return { screen: "DATE", data: { slots: listSlots() } };
      },
      "data_exchange.DATE": ({ data, flow_token }) => {
        const slot = String(data.slot);
        if (!free.delete(slot))
          return { screen: "DATE", data: { slots: listSlots(), error_message: "Somebody was faster." } };
        return completeFlow({ flow_token, slot });
      },
    },
    onError: (error) => console.error("the Flow failed:", error),
  }),
);

const port = Number(process.env.PORT ?? 3000);
app.listen(port, (error) => {
  if (error) throw error;
  console.log(`listening on port ${port}`);
});
