import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { toObject } from "../utils/json.ts";
import type { FlowFacts } from "./content/deeds.ts";
import { Field, Form } from "./controls.tsx";

/** For a Flow whose screens the simulator does not know. */
export function FlowByHand({ sheet, deeds, onClose }: FlowFacts): JSX.Element {
  const [rows, setRows] = useState(1);
  const given = toObject(toObject(sheet.flow.flow_action_payload).data);
  const submit = (values: Record<string, string>): void => {
    const answers = Array.from({ length: rows }, (_, row) => [values[`name ${row}`], values[`value ${row}`]]);
    const named = answers.filter(([name]) => name !== "");
    deeds.submitFlow(sheet.message, Object.fromEntries(named));
    onClose();
  };
  return (
    <Form onValues={submit}>
      <p class="quiet">
        The simulator does not know the screens of this Flow. Write the answers that it would send, or give
        its Flow JSON to the simulator: <code>--seed</code> with <code>flows</code>.
      </p>
      {Array.from({ length: rows }, (_, row) => (
        <div class="pair" key={row}>
          <Field label="Name">
            <input name={`name ${row}`} autocomplete="off" value={Object.keys(given)[row] ?? ""} />
          </Field>
          <Field label="Answer">
            <input name={`value ${row}`} autocomplete="off" />
          </Field>
        </div>
      ))}
      <div class="row">
        <button type="button" class="button" onClick={() => setRows(rows + 1)}>
          Another answer
        </button>
        <button type="submit" class="button primary">
          Send
        </button>
      </div>
    </Form>
  );
}
