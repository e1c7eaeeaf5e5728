import type { JSX } from "preact";
import { CopyButton } from "./controls.tsx";
import { NewCustomer, suggestCustomer } from "./customers.tsx";
import type { ActionAnswer, Surroundings } from "./protocol.ts";
import { WebhookForm } from "./toolbar.tsx";

/** What somebody sees who opens the page for the first time: three steps to a conversation. */
export const Start = ({
  surroundings,
  onSubscribe,
  onAdd,
}: {
  surroundings: Surroundings;
  onSubscribe: (url: string) => void;
  onAdd: (address: string, name: string) => Promise<ActionAnswer>;
}): JSX.Element => (
  <div class="start">
    <h2>Talk to your bot as its customer</h2>
    <p>
      This is a local WhatsApp Cloud API. Any language and any client library can call it; it refuses what
      Meta refuses, and posts signed webhooks to your app.
    </p>
    <ol>
      <li>
        <h3>Point your app here</h3>
        <p>Put these lines into its environment, for example a file named .env.</p>
        <div class="code-block">
          <pre>{surroundings.env}</pre>
          <CopyButton label="Copy the variables" text={() => surroundings.env} />
        </div>
      </li>
      <li>
        <h3>Set its webhook</h3>
        {surroundings.webhookUrl === undefined ? (
          <WebhookForm url={undefined} onSubmit={onSubscribe} />
        ) : (
          <p>
            Webhooks go to{" "}
            {surroundings.webhookUrl === "function" ? (
              "a function in the same process"
            ) : (
              <code>{surroundings.webhookUrl}</code>
            )}
            .
          </p>
        )}
      </li>
      <li>
        <h3>Add a customer and write</h3>
        <NewCustomer onAdd={onAdd} suggestion={suggestCustomer(0)} />
      </li>
    </ol>
  </div>
);
