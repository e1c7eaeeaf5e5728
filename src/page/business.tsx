import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Choices, Dialog, Field, Form, Menu } from "./controls.tsx";
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
  const choices = verdicts
    .filter(({ from }) => from(status))
    .map(({ verdict, label }) => ({
      label,
      act: () => (verdict === "reject" ? setRejecting(true) : review(verdict)),
    }));
  return (
    <div class="template-line">
      <span class="template-name">{name}</span>
      {choices.length === 0 ? undefined : (
        <Menu label={`Review ${name}`} icon="more" align="end">
          {(close) => <Choices choices={choices} close={close} />}
        </Menu>
      )}
      <small>
        {language}, {category.toLowerCase()}
      </small>
      <span class={`badge ${tones[status] ?? "wait"}`}>
        {status}
        {status === "REJECTED" ? `: ${rejectedReason}` : ""}
      </span>
      <p class="template-preview">{preview.body ?? preview.header?.text ?? ""}</p>
      {isRejecting ? (
        <Dialog title={`Reject ${name}`} onClose={() => setRejecting(false)}>
          <Form
            onValues={({ reason }) => {
              review("reject", reason);
              setRejecting(false);
            }}
          >
            <Field label="Reason" hint="Your app gets it in message_template_status_update.">
              <select name="reason">
                {reasons.map((reason) => (
                  <option key={reason}>{reason}</option>
                ))}
              </select>
            </Field>
            <button type="submit" class="button danger">
              Reject
            </button>
          </Form>
        </Dialog>
      ) : undefined}
    </div>
  );
}

/** What can happen to a template, and in which states. */
const verdicts = [
  {
    verdict: "approve",
    label: "Approve",
    from: (status: string) => !/^(APPROVED|PAUSED|DISABLED)$/.test(status),
  },
  {
    verdict: "reject",
    label: "Reject with a reason…",
    from: (status: string) => !/^(REJECTED|DISABLED)$/.test(status),
  },
  { verdict: "pause", label: "Pause", from: (status: string) => status === "APPROVED" },
  { verdict: "unpause", label: "End the pause", from: (status: string) => status === "PAUSED" },
  { verdict: "disable", label: "Disable", from: (status: string) => /^(APPROVED|PAUSED)$/.test(status) },
] as const;

const tones: Readonly<Record<string, string>> = { APPROVED: "good", REJECTED: "bad", DISABLED: "bad" };
