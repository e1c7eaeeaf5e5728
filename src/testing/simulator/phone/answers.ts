import { WhatsAppError } from "../../../errors.ts";
import { didYouMean } from "../../../utils/edit-distance.ts";
import { isObject, type Json, toList, toObject, toText } from "../../../utils/json.ts";
import { day } from "../clock.ts";
import { isInput, listOptions, toLabel } from "./components.ts";

/** The input of this name, among the components that are shown. Their references are resolved. */
export function findInput(shown: readonly Json[], name: string): Json {
  const inputs = shown.filter(isInput);
  const found = inputs.find((input) => input.name === name);
  if (found !== undefined) return found;
  const names = [...new Set(inputs.map((input) => String(input.name)))];
  const meant = didYouMean(name, names);
  const others = names.length === 0 ? "nothing to fill in" : names.map((one) => `\`${one}\``).join(", ");
  throw new WhatsAppError(
    `The screen has no field \`${name}\`.${meant === undefined ? "" : ` ${meant}`} It has ${others}.`,
  );
}

/** What a phone makes of an answer. Throws if nobody could give it. */
export function readAnswer(input: Json, value: unknown): unknown {
  if (input.enabled === false) throw misfit(input, "is disabled");
  const read = readers[String(input.type)];
  return read === undefined ? value : read(input, value);
}

type Read = (input: Json, value: unknown) => unknown;

const readText: Read = (input, value) => {
  if (typeof value === "string" || typeof value === "number") return String(value);
  throw misfit(input, "takes text");
};

const readChoice: Read = (input, value) => (value === "" ? "" : findOption(input, value));

const readChoices: Read = (input, value) => [
  ...new Set((Array.isArray(value) ? value : [value]).map((one) => findOption(input, one))),
];

function findOption(input: Json, value: unknown): string {
  const options = listOptions(input);
  const found = options.find(({ id }) => id === value) ?? options.find(({ title }) => title === value);
  if (found?.isEnabled) return found.id;
  if (found !== undefined) throw misfit(input, `has the option \`${found.id}\`, but it is disabled`);
  const ids = options.map(({ id, title }) => `\`${id}\` (${title})`).join(", ");
  throw misfit(input, `has no option \`${String(value)}\`. It has ${ids === "" ? "none" : ids}`);
}

const readDate: Read = (input, value) => {
  const date = toText(value) ?? "";
  if (date === "") return "";
  if (!isDay(date)) throw misfit(input, "takes a date such as `2027-01-31`");
  const [least, most] = [input["min-date"], input["max-date"]].map(toDay);
  if (least !== undefined && date < least) throw misfit(input, `takes no date before ${least}`);
  if (most !== undefined && date > most) throw misfit(input, `takes no date after ${most}`);
  if (toList(input["unavailable-dates"]).map(toDay).includes(date))
    throw misfit(input, `does not offer ${date}`);
  const offered = toList(input["include-days"]);
  const weekday = weekdays[new Date(date).getUTCDay()];
  if (offered.length > 0 && !offered.includes(weekday)) throw misfit(input, `does not offer a ${weekday}`);
  return date;
};

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Whether the calendar has the day: February 30 is read as March 2. */
const isDay = (date: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(date) &&
  !Number.isNaN(Date.parse(date)) &&
  new Date(date).toISOString().startsWith(date);

/** Up to Flow JSON 4.0, dates are milliseconds. */
const toDay = (date: unknown): string | undefined => {
  const text = toText(date);
  return text !== undefined && /^\d{6,}$/.test(text)
    ? new Date(Number(text)).toISOString().slice(0, 10)
    : text;
};

const readCalendar: Read = (input, value) => {
  if (input.mode !== "range" || value === "") return readDate(input, value);
  if (!isObject(value)) throw misfit(input, "takes `{ start-date, end-date }`");
  const [start = "", end = ""] = ["start-date", "end-date"].map((key) => String(readDate(input, value[key])));
  if ((start === "") !== (end === "")) throw misfit(input, "takes both days, or none");
  if (start > end) throw misfit(input, "ends before it starts");
  if (start !== "") checkDays(input, (Date.parse(end) - Date.parse(start)) / day);
  return { "start-date": start, "end-date": end };
};

/** Meta does not say whether the first day counts, so both ways of counting pass. */
function checkDays(input: Json, nights: number): void {
  const [least, most] = [input["min-days"], input["max-days"]];
  if (least !== undefined && nights + 1 < Number(least)) throw misfit(input, `takes at least ${least} days`);
  if (most !== undefined && nights > Number(most)) throw misfit(input, `takes at most ${most} days`);
}

const readFiles: Read = (input, value) => {
  const files = [value].flat();
  if (files.every(isObject)) return files;
  throw misfit(input, "takes a list of files, such as `{ file_name, media_id }`");
};

const readers: Readonly<Record<string, Read>> = {
  TextInput: readText,
  TextArea: readText,
  Dropdown: readChoice,
  RadioButtonsGroup: readChoice,
  CheckboxGroup: readChoices,
  ChipsSelector: readChoices,
  DatePicker: readDate,
  CalendarPicker: readCalendar,
  OptIn: (input, value) => {
    if (typeof value === "boolean") return value;
    throw misfit(input, "takes true or false");
  },
  PhotoPicker: readFiles,
  DocumentPicker: readFiles,
};

/** Throws for the first input that keeps a screen from being submitted. */
export function checkAnswers(shown: readonly Json[], form: Json): void {
  for (const input of shown.filter(isInput)) {
    const problem = findProblem(input, form[String(input.name)]);
    if (problem !== undefined) throw misfit(input, problem);
  }
}

function findProblem(input: Json, value: unknown): string | undefined {
  if (isEmpty(value)) return isRequired(input) ? "is required: fill it in first" : undefined;
  if (Array.isArray(value)) return findCountProblem(input, value.length);
  return typeof value === "string" ? findTextProblem(input, value) : undefined;
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === "" || value === false || (Array.isArray(value) && value.length === 0);

/** Pickers of files say how many they need. */
const isRequired = (input: Json): boolean =>
  input.required === true ||
  toObject(input.required)["start-date"] === true ||
  Number(input["min-uploaded-photos"] ?? input["min-uploaded-documents"] ?? 0) > 0;

const countedThings = ["selected-items", "uploaded-photos", "uploaded-documents"];

function findCountProblem(input: Json, count: number): string | undefined {
  const [least, most] = ["min", "max"].map((end) =>
    countedThings.map((things) => input[`${end}-${things}`]).find((limit) => limit !== undefined),
  );
  if (count < Number(least ?? 0)) return `needs at least ${least}`;
  return count > Number(most ?? count) ? `takes at most ${most}` : undefined;
}

/** How long a text may be unless the input says otherwise. */
const longest: Readonly<Record<string, number>> = { TextInput: 80, TextArea: 600 };

function findTextProblem(input: Json, text: string): string | undefined {
  const most = Number(input["max-chars"] ?? input["max-length"] ?? longest[String(input.type)]);
  if (text.length < Number(input["min-chars"] ?? 0)) return `needs at least ${input["min-chars"]} characters`;
  if (text.length > most) return `takes at most ${most} characters`;
  if (matches(input, text)) return undefined;
  return `does not take this text: ${toText(input["helper-text"]) ?? String(input["input-type"])}`;
}

const kinds: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    number: /^-?\d+([.,]\d+)?$/,
    passcode: /^\d+$/,
    email: /^\S+@\S+\.\S+$/,
    phone: /^[+\d][\d\s().-]*$/,
  }),
);

function matches({ pattern, "input-type": kind }: Json, text: string): boolean {
  const fits = kinds.get(String(kind))?.test(text) ?? true;
  return fits && (typeof pattern !== "string" || compile(pattern)?.test(text) !== false);
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined; // a phone ignores what is no pattern
  }
}

/** What is written in the form stays out of the message: only the field is named. */
const misfit = (input: Json, problem: string): WhatsAppError =>
  new WhatsAppError(`\`${String(input.name)}\` ("${toLabel(input)}") ${problem}.`);
