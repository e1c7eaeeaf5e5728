import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Choices, Field, Form, Menu } from "./controls.tsx";
import type { ActionRequest, NumberView, TemplateView } from "./protocol.ts";

/** The business: its numbers, and its templates with their review. */
export function Business({
  numbers,
  templates,
  onAct,
}: {
  numbers: readonly NumberView[];
  templates: readonly TemplateView[];
  onAct: (request: ActionRequest) => void;
}): JSX.Element {
  return (
    <div class="business">
      <h2>Numbers</h2>
      <ul class="plain">
        {numbers.map((number) => (
          <li key={number.id} class="number">
            <strong>{number.verifiedName}</strong>
            <span class="numerals">+{number.displayPhoneNumber}</span>
            <small class="numerals">
              id {number.id}, account {number.businessAccountId}
            </small>
          </li>
        ))}
      </ul>
      <h2>Templates</h2>
      {templates.length === 0 ? (
        <p class="quiet">No templates. Your app creates them with a POST to message_templates.</p>
      ) : undefined}
      <ul class="plain">
        {templates.map((template) => (
          <li key={template.id}>
            <TemplateLine template={template} onAct={onAct} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const reasons = ["INVALID_FORMAT", "PROMOTIONAL", "TAG_CONTENT_MISMATCH", "ABUSIVE_CONTENT", "SCAM"];

function TemplateLine({
  template,
  onAct,
}: {
  template: TemplateView;
  onAct: (request: ActionRequest) => void;
}): JSX.Element {
  const { id, name, language, category, status, rejectedReason, preview } = template;
  const [isRejecting, setRejecting] = useState(false);
  const review = (verdict: "approve" | "reject" | "pause" | "unpause" | "disable", reason?: string): void =>
    onAct({ action: "review", template: id, verdict, ...(reason === undefined ? {} : { reason }) });
  const choices = verdicts.map(({ verdict, label }) => ({
    label,
    act: () => (verdict === "reject" ? setRejecting(true) : review(verdict)),
  }));
  return (
    <div class="template-line">
      <span class="template-name">{name}</span>
      <Menu label={`Review ${name}`} icon="more" align="end">
        {(close) => <Choices choices={choices} close={close} />}
      </Menu>
      <small>
        {language}, {category.toLowerCase()}
      </small>
      <span
        class={`badge ${status === "APPROVED" ? "good" : status === "REJECTED" || status === "DISABLED" ? "bad" : "wait"}`}
      >
        {status}
        {status === "REJECTED" ? `: ${rejectedReason}` : ""}
      </span>
      <p class="template-preview">{preview.body ?? preview.header?.text ?? ""}</p>
      {isRejecting ? (
        <Form
          onValues={({ reason }) => {
            review("reject", reason);
            setRejecting(false);
          }}
        >
          <Field label="Reason">
            <select name="reason">
              {reasons.map((reason) => (
                <option key={reason}>{reason}</option>
              ))}
            </select>
          </Field>
          <button type="submit" class="button small">
            Reject
          </button>
        </Form>
      ) : undefined}
    </div>
  );
}

const verdicts = [
  { verdict: "approve", label: "Approve" },
  { verdict: "reject", label: "Reject with a reason…" },
  { verdict: "pause", label: "Pause" },
  { verdict: "unpause", label: "End the pause" },
  { verdict: "disable", label: "Disable" },
] as const;
