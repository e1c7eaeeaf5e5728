import type { ComponentChildren, JSX } from "preact";
import { type Json, toObject, toObjects, toText } from "../utils/json.ts";
import { FormattedText, SafeLink } from "./content/text.tsx";
import { Field } from "./controls.tsx";

/** Taps what has this label. */
type Tap = (label: string) => void;
type Draw = (held: Json, filled: unknown, tap: Tap) => ComponentChildren;

/** What a phone shows of a component. `filled` is what it holds when its screen opens. */
export const drawComponent: Draw = (held, filled, tap) => drawings[String(held.type)]?.(held, filled, tap);

/** The words on a component. */
export const toLabel = ({ label, text }: Json): string => toText(label) ?? toText(text) ?? "";

const toOptions = (value: unknown) =>
  toObjects(value).map(({ id, title, description, enabled }) => ({
    id: String(id),
    title: String(title ?? id),
    description: toText(description),
    isDisabled: enabled === false,
  }));

const facts = ({ name, required, enabled }: Json) => ({
  name: String(name),
  required: required === true,
  disabled: enabled === false,
});

const drawField = (held: Json, control: ComponentChildren): JSX.Element => (
  <Field label={toLabel(held)} hint={toText(held["helper-text"])}>
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
  (type: "radio" | "checkbox"): Draw =>
  (held, filled) => (
    <fieldset class="choices">
      <legend>{toLabel(held)}</legend>
      {toText(held.description) ? <small class="quiet">{toText(held.description)}</small> : undefined}
      {toOptions(held["data-source"]).map(({ id, title, description, isDisabled }) => (
        <label key={id}>
          <input
            type={type}
            name={String(held.name)}
            value={id}
            required={type === "radio" && held.required === true}
            disabled={isDisabled || held.enabled === false}
            defaultChecked={[filled].flat().includes(id)}
          />
          <span>
            {title}
            {description === undefined ? undefined : <small>{description}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  );

const drawDay = (held: Json, filled: unknown, name = String(held.name)): JSX.Element => (
  <input
    type="date"
    {...facts(held)}
    name={name}
    min={toText(held["min-date"])}
    max={toText(held["max-date"])}
    defaultValue={toText(filled)}
  />
);

const drawDate: Draw = (held, filled) => drawField(held, drawDay(held, filled));

const ends = ["start-date", "end-date"] as const;

const drawCalendar: Draw = (held, filled, tap) => {
  if (held.mode !== "range") return drawDate(held, filled, tap);
  const words = (key: string, end: string) => toText(toObject(held[key])[end]);
  return (
    <fieldset class="choices">
      <legend>{toText(held.title) ?? "Dates"}</legend>
      {ends.map((end) => (
        <Field key={end} label={words("label", end) ?? end} hint={words("helper-text", end)}>
          {drawDay(
            { ...held, required: toObject(held.required)[end] },
            toObject(filled)[end],
            `${held.name} ${end}`,
          )}
        </Field>
      ))}
    </fieldset>
  );
};

/** Pictures come as base64, of a JPEG or a PNG. */
function drawPicture({ src, "alt-text": words }: Json): JSX.Element | undefined {
  const base64 = (toText(src) ?? "").replace(/^data:image\/\w+;base64,/, "");
  if (!/^[\w+/=\s]+$/.test(base64)) return undefined;
  const type = base64.startsWith("iVBOR") ? "png" : "jpeg";
  return <img class="flow-picture" src={`data:image/${type};base64,${base64}`} alt={toText(words) ?? ""} />;
}

const drawLink: Draw = (held, _, tap) => {
  const { name, url } = toObject(held["on-click-action"]);
  if (name === "open_url") return <SafeLink url={url}>{toLabel(held)}</SafeLink>;
  return (
    <button type="button" class="button small" onClick={() => tap(toLabel(held))}>
      {toLabel(held)}
    </button>
  );
};

const drawConsent: Draw = (held, filled, tap) => (
  <div>
    <label class="opt-in">
      <input type="checkbox" {...facts(held)} value="true" defaultChecked={filled === true} />
      <span>{toLabel(held)}</span>
    </label>
    {held["on-click-action"] === undefined ? undefined : (
      <button
        type="button"
        class="button small"
        aria-label={`Read more: ${toLabel(held)}`}
        onClick={() => tap(toLabel(held))}
      >
        Read more
      </button>
    )}
  </div>
);

const drawList: Draw = (held, _, tap) => (
  <section class="list-section" aria-label={toLabel(held) || "List"}>
    {toLabel(held) === "" ? undefined : <p class="headline">{toLabel(held)}</p>}
    {toObjects(held["list-items"]).map(({ id, "main-content": content }) => {
      const { title, description } = toObject(content);
      const label = toText(title) ?? String(id);
      return (
        <button key={String(id)} type="button" class="list-row" onClick={() => tap(label)}>
          {label}
          {toText(description) ? <small>{toText(description)}</small> : undefined}
        </button>
      );
    })}
  </section>
);

const drawPicker: Draw = (held) => (
  <p class="quiet">{toLabel(held)}: files cannot be chosen here, only in tests.</p>
);

const drawTextInput: Draw = (held, filled) =>
  drawField(
    held,
    <input
      {...toInputType(held["input-type"])}
      {...facts(held)}
      minLength={Number(held["min-chars"] ?? 0)}
      maxLength={Number(held["max-chars"] ?? 80)}
      defaultValue={toText(filled)}
      autocomplete="off"
    />,
  );

const drawTextArea: Draw = (held, filled) =>
  drawField(
    held,
    <textarea
      rows={3}
      {...facts(held)}
      maxLength={Number(held["max-length"] ?? 600)}
      defaultValue={toText(filled)}
    />,
  );

const drawDropdown: Draw = (held, filled) =>
  drawField(
    held,
    <select {...facts(held)}>
      <option value="" />
      {toOptions(held["data-source"]).map(({ id, title, isDisabled }) => (
        <option key={id} value={id} disabled={isDisabled} selected={filled === id}>
          {title}
        </option>
      ))}
    </select>,
  );

/** What the page can draw of a Flow. What it cannot is left out; the Footer is drawn with its screen. */
const drawings: Readonly<Record<string, Draw>> = {
  TextHeading: ({ text }) => <p class="headline">{toText(text)}</p>,
  TextSubheading: ({ text }) => (
    <p>
      <strong>{toText(text)}</strong>
    </p>
  ),
  TextBody: ({ text }) => <FormattedText text={[text].flat().join("\n")} />,
  RichText: ({ text }) => <FormattedText text={[text].flat().join("\n")} />,
  TextCaption: ({ text }) => <small class="quiet">{[text].flat().join("\n")}</small>,
  Image: drawPicture,
  ImageCarousel: ({ images }) => toObjects(images).map(drawPicture),
  TextInput: drawTextInput,
  TextArea: drawTextArea,
  Dropdown: drawDropdown,
  RadioButtonsGroup: drawChoices("radio"),
  CheckboxGroup: drawChoices("checkbox"),
  ChipsSelector: drawChoices("checkbox"),
  DatePicker: drawDate,
  CalendarPicker: drawCalendar,
  OptIn: drawConsent,
  EmbeddedLink: drawLink,
  NavigationList: drawList,
  PhotoPicker: drawPicker,
  DocumentPicker: drawPicker,
};

type Read = (data: FormData, held: Json) => unknown;

const readText: Read = (data, { name }) => data.get(String(name)) ?? "";
const readList: Read = (data, { name }) => data.getAll(String(name));

/** A range counts once both of its ends are chosen. */
const readCalendar: Read = (data, held) => {
  if (held.mode !== "range") return readText(data, held);
  const given = ends.map((end) => [end, data.get(`${held.name} ${end}`)]);
  return given.every(([, day]) => day) ? Object.fromEntries(given) : "";
};

const readers: Readonly<Record<string, Read>> = {
  TextInput: readText,
  TextArea: readText,
  Dropdown: readText,
  RadioButtonsGroup: readText,
  DatePicker: readText,
  CalendarPicker: readCalendar,
  CheckboxGroup: readList,
  ChipsSelector: readList,
  OptIn: (data, { name }) => data.has(String(name)),
};

/** The answers of a form, by the names of its fields. */
export function readAnswers(form: HTMLFormElement, components: readonly Json[]): Json {
  const data = new FormData(form);
  const named = components.filter(({ enabled }) => enabled !== false);
  return Object.fromEntries(
    named.flatMap((held) => {
      const read = readers[String(held.type)];
      return read === undefined ? [] : [[String(held.name), read(data, held)]];
    }),
  );
}
