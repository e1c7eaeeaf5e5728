import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import { type Json, toList, toObject, toObjects, toText } from "../utils/json.ts";
import type { Deeds, Sheet } from "./content/deeds.ts";
import { FormattedText } from "./content/text.tsx";
import { Dialog, Field, Form } from "./controls.tsx";

interface FlowFacts {
  sheet: Extract<Sheet, { kind: "flow" }>;
  deeds: Deeds;
  onClose: () => void;
}

/** What the references of a screen stand for. */
interface Scope {
  form: Record<string, unknown>;
  data: Json;
  /** The forms and data of the screens before. */
  screen: Record<string, { form: Record<string, unknown>; data: Json }>;
}

/** A Flow: its screens one after the other, or an answer written by hand where the simulator does not know them. */
export function FlowSheet(facts: FlowFacts): JSX.Element {
  const { sheet, onClose } = facts;
  const screens = toObjects(sheet.message.flow?.screens);
  return (
    <Dialog title={sheet.title} onClose={onClose}>
      {screens.length === 0 ? <FlowByHand {...facts} /> : <FlowScreens {...facts} screens={screens} />}
    </Dialog>
  );
}

function FlowScreens({
  sheet,
  deeds,
  onClose,
  screens,
}: FlowFacts & { screens: readonly Json[] }): JSX.Element {
  const payload = toObject(sheet.flow.flow_action_payload);
  const first = toText(payload.screen) ?? toText(sheet.flow.navigate_screen);
  const [at, setAt] = useState<{ id: string; scope: Scope }>({
    id: screens.some(({ id }) => id === first) ? String(first) : String(screens[0]?.id),
    scope: { form: {}, data: toObject(payload.data ?? sheet.flow.flow_action_data), screen: {} },
  });
  const screen = screens.find(({ id }) => id === at.id) ?? {};
  const components = flatten(toObjects(toObject(screen.layout).children), at.scope);
  const footer = components.find(({ type }) => type === "Footer") ?? {};
  const submit = (_: unknown, form: HTMLFormElement): void => {
    const scope = { ...at.scope, form: readAnswers(form, components) };
    const action = toObject(footer["on-click-action"]);
    const given = toObject(resolve(action.payload, scope));
    if (action.name === "navigate") {
      const id = String(toObject(action.next).name);
      const before = { ...scope.screen, [at.id]: { form: scope.form, data: scope.data } };
      return setAt({ id, scope: { form: {}, data: given, screen: before } });
    }
    if (action.name !== "complete")
      deeds.say("An endpoint would answer here; the simulator sends the answers so far.");
    deeds.submitFlow(sheet.message, action.name === "complete" ? given : scope.form);
    onClose();
  };
  return (
    <Form key={at.id} onValues={submit} class="flow">
      {toText(screen.title) ? <h3>{String(resolve(screen.title, at.scope))}</h3> : undefined}
      {components.map((component, index) => (
        <Component key={index} component={component} scope={at.scope} />
      ))}
      <button type="submit" class="button primary">
        {String(resolve(footer.label, at.scope) ?? "Send")}
      </button>
    </Form>
  );
}

/** The components inside of forms and of the branches of an If are those of the screen. */
function flatten(components: readonly Json[], scope: Scope): Json[] {
  return components.flatMap((component) => {
    if (component.type === "Form") return flatten(toObjects(component.children), scope);
    if (component.type === "If") {
      return flatten(toObjects(isTrue(component.condition, scope) ? component.then : component.else), scope);
    }
    if (component.type === "Switch") {
      return flatten(toObjects(toObject(component.cases)[String(resolve(component.value, scope))]), scope);
    }
    return resolve(component.visible ?? true, scope) === false ? [] : [component];
  });
}

/** Only a bare reference can be decided; anything longer counts as true. */
const isTrue = (condition: unknown, scope: Scope): boolean => Boolean(resolve(condition, scope));

const reference = /\$\{((?:form|data|screen)[\w.]*)\}/;

/** Puts values in place of references such as `${data.city}`. */
function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((one) => resolve(one, scope));
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, resolve(held, scope)]));
  }
  if (typeof value !== "string") return value;
  const whole = new RegExp(`^${reference.source}$`).exec(value)?.[1];
  if (whole !== undefined) return find(whole, scope);
  const text = value.replace(new RegExp(reference, "g"), (_, path: string) =>
    String(find(path, scope) ?? ""),
  );
  return text === value ? value : text.replace(/^`|`$|'/g, "");
}

const find = (path: string, scope: Scope): unknown =>
  path.split(".").reduce<unknown>((held, key) => toObject(held)[key], scope);

const Component = ({ component, scope }: { component: Json; scope: Scope }): ComponentChildren =>
  drawings[String(component.type)]?.(toObject(resolve(component, scope)));

const toItems = (value: unknown): { id: string; title: string; description?: string | undefined }[] =>
  toObjects(value).map(({ id, title, description }) => ({
    id: String(id),
    title: String(title),
    description: toText(description),
  }));

const facts = ({ name, required }: Json) => ({ name: String(name), required: required === true });

const drawField = (held: Json, control: ComponentChildren): JSX.Element => (
  <Field label={toText(held.label) ?? ""} hint={toText(held["helper-text"])}>
    {control}
  </Field>
);

const inputTypes: Readonly<Record<string, "number" | "email" | "password" | "tel">> = {
  number: "number",
  email: "email",
  password: "password",
  passcode: "password",
  phone: "tel",
};

/** The types of these fields do not differ in anything that is used here. */
const toInputType = (type: unknown) => ({ type: inputTypes[String(type)] ?? "text" }) as { type: "text" };

const drawChoices =
  (type: "radio" | "checkbox") =>
  (held: Json): JSX.Element => (
    <fieldset class="choices">
      <legend>{toText(held.label) ?? ""}</legend>
      {toItems(held["data-source"]).map(({ id, title, description }) => (
        <label key={id}>
          <input
            type={type}
            name={String(held.name)}
            value={id}
            required={type === "radio" && held.required === true}
            checked={toList(held["init-value"]).includes(id) || held["init-value"] === id}
          />
          <span>
            {title}
            {description === undefined ? undefined : <small>{description}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );

const drawDate = (held: Json): JSX.Element =>
  drawField(
    held,
    <input
      type="date"
      {...facts(held)}
      min={toText(held["min-date"])}
      max={toText(held["max-date"])}
      value={toText(held["init-value"])}
    />,
  );

/** What the page can draw of a Flow. What it cannot is left out. */
const drawings: Readonly<Record<string, (held: Json) => ComponentChildren>> = {
  TextHeading: ({ text }) => <p class="headline">{toText(text)}</p>,
  TextSubheading: ({ text }) => (
    <p>
      <strong>{toText(text)}</strong>
    </p>
  ),
  TextBody: ({ text }) => <FormattedText text={toText(text) ?? ""} />,
  RichText: ({ text }) => <FormattedText text={[text].flat().join("\n")} />,
  TextCaption: ({ text }) => <small class="quiet">{toText(text)}</small>,
  TextInput: (held) =>
    drawField(
      held,
      <input
        {...toInputType(held["input-type"])}
        {...facts(held)}
        minLength={Number(held["min-chars"] ?? 0)}
        maxLength={Number(held["max-chars"] ?? 80)}
        value={toText(held["init-value"])}
        autocomplete="off"
      />,
    ),
  TextArea: (held) =>
    drawField(
      held,
      <textarea
        rows={3}
        {...facts(held)}
        maxLength={Number(held["max-length"] ?? 600)}
        value={toText(held["init-value"])}
      />,
    ),
  Dropdown: (held) =>
    drawField(
      held,
      <select {...facts(held)} value={toText(held["init-value"])}>
        <option value="" />
        {toItems(held["data-source"]).map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>,
    ),
  RadioButtonsGroup: drawChoices("radio"),
  CheckboxGroup: drawChoices("checkbox"),
  ChipsSelector: drawChoices("checkbox"),
  DatePicker: drawDate,
  CalendarPicker: drawDate,
  OptIn: (held) => (
    <label class="opt-in">
      <input type="checkbox" {...facts(held)} value="true" />
      <span>{toText(held.label)}</span>
    </label>
  ),
};

const lists = new Set(["CheckboxGroup", "ChipsSelector"]);

/** The answers of a form, as a phone sends them: lists for what can be chosen several times, true or false for consent. */
function readAnswers(form: HTMLFormElement, components: readonly Json[]): Record<string, unknown> {
  const data = new FormData(form);
  const named = components.filter(({ name, type }) => name !== undefined && type !== "Footer");
  return Object.fromEntries(
    named.map(({ name, type }) => {
      const key = String(name);
      if (lists.has(String(type))) return [key, data.getAll(key)];
      return [key, type === "OptIn" ? data.has(key) : (data.get(key) ?? "")];
    }),
  );
}

/** For a Flow whose screens the simulator does not know. */
function FlowByHand({ sheet, deeds, onClose }: FlowFacts): JSX.Element {
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
