import { type Json, toList, toObject, toObjects, toText } from "../../../utils/json.ts";
import { decide, resolve, type Scope } from "./expressions.ts";

/** What a customer can fill in, and what it holds before. */
const empty: Readonly<Record<string, () => unknown>> = {
  TextInput: () => "",
  TextArea: () => "",
  Dropdown: () => "",
  RadioButtonsGroup: () => "",
  CheckboxGroup: () => [],
  ChipsSelector: () => [],
  OptIn: () => false,
  DatePicker: () => "",
  CalendarPicker: () => "",
  PhotoPicker: () => [],
  DocumentPicker: () => [],
};

export const isInput = ({ type }: Json): boolean => Object.hasOwn(empty, String(type));

/** Whether it is an input with a list to choose from, and the list is there. */
export const isChoice = (component: Json): boolean =>
  isInput(component) && Array.isArray(component["data-source"]);

const findChildren = (screen: Json): unknown => toObject(screen.layout).children;

/** The components that are shown: those of forms, and of the branches that apply, stand with the others. */
export const listShown = (screen: Json, scope: Scope): Json[] => listVisible(findChildren(screen), scope);

function listVisible(components: unknown, scope: Scope): Json[] {
  return toObjects(components).flatMap((component) => {
    const inside = findInside(component, scope);
    if (inside !== undefined) return listVisible(inside, scope);
    return isHidden(component, scope) ? [] : [component];
  });
}

const isHidden = ({ visible = true }: Json, scope: Scope): boolean => decide(visible, scope) === false;

/** What a component that only holds others shows of them; `undefined` for any other. */
function findInside({ type, children, ...component }: Json, scope: Scope): unknown {
  if (type === "Form") return children;
  if (type === "If") return (decide(component.condition, scope) ? component.then : component.else) ?? [];
  if (type !== "Switch") return undefined;
  return toObject(component.cases)[String(resolve(component.value, scope))] ?? [];
}

/** What the inputs of a screen hold when it opens, those of all branches. */
export function beginForm(screen: Json, data: Json): Json {
  const scope = { form: {}, data, screen: {} };
  return Object.fromEntries(
    listInputs(findChildren(screen), {}).map(({ component, given }) => {
      const name = String(component.name);
      const held = resolve(component["init-value"] ?? given[name], scope);
      return [name, held ?? empty[String(component.type)]?.()];
    }),
  );
}

/** All inputs, with what their form gives them to begin with. */
function listInputs(components: unknown, given: Json): { component: Json; given: Json }[] {
  return toObjects(components).flatMap((component) => {
    const inside = toObject(component["init-values"] ?? given);
    const branches = [
      component.children,
      component.then,
      component.else,
      ...Object.values(toObject(component.cases)),
    ];
    const held = branches.flatMap((branch) => listInputs(branch, inside));
    return isInput(component) ? [{ component, given }, ...held] : held;
  });
}

/** A component's label, as people know it. */
export const toLabel = ({ label, text, name }: Json): string => {
  const words = typeof label === "object" && label !== null ? toObject(label)["start-date"] : (label ?? text);
  return toText(words) ?? String(name);
};

/** What can be chosen from. */
export interface Option {
  id: string;
  title: string;
  isEnabled: boolean;
  /** All that Meta knows about it. */
  source: Json;
}

export const listOptions = (component: Json): Option[] =>
  toObjects(component["data-source"]).map((source) => ({
    id: String(source.id),
    title: toText(source.title) ?? String(source.id),
    isEnabled: source.enabled !== false,
    source,
  }));

/** The items of a NavigationList, each with what a tap does. */
export const listItems = (component: Json): { title: string; action: unknown; item: Json }[] =>
  toObjects(component["list-items"]).map((item) => ({
    title: toText(toObject(item["main-content"]).title) ?? String(item.id),
    action: item["on-click-action"] ?? component["on-click-action"],
    item,
  }));

/** The texts of a screen, in order. */
export const listTexts = (components: readonly Json[]): string[] =>
  components.flatMap(({ type, text }) =>
    /^(Text(Heading|Subheading|Body|Caption)|RichText)$/.test(String(type))
      ? [Array.isArray(text) ? toList(text).join("\n") : String(text ?? "")]
      : [],
  );
