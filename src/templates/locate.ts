import type { ValidationIssue } from "../errors.ts";
import type { Json } from "../utils/json.ts";

/** Where the caller wrote a part of Meta's form: its path in Meta's form, and its path in what the caller wrote. */
export type Place = readonly [inMetasForm: string, inSource: string];

/** Where the caller wrote the parts of something; worked out only when there is an issue. */
export type Places = () => readonly Place[];

/** A component in Meta's form, and where the caller wrote what is in it; paths in Meta's form begin inside it. */
export interface Piece {
  readonly component: Json;
  readonly places: Places;
}

/** Puts pieces into one list of components; `path` is the path of the list in Meta's form. */
export const joinPieces = (pieces: readonly Piece[], path: string) => ({
  components: pieces.map(({ component }) => component),
  places: () =>
    pieces.flatMap(({ places }, index) =>
      places().map(([from, to]): Place => [`${path}.${index}${from}`, to]),
    ),
});

/** Reports what cannot be put into Meta's form, at the caller's path. */
export type Refuse = (path: string, message: string) => void;

/** The caller's path of a path in Meta's form: the longest place that contains it decides. */
export function locate(path: string, places: Places): string {
  const [place] = places()
    .filter(([from]) => path === from || path.startsWith(`${from}.`))
    .sort(([a], [b]) => b.length - a.length);
  if (place === undefined) return locateInMetasForm(path);
  const [from, to] = place;
  return to === "" ? path.slice(from.length + 1) : `${to}${path.slice(from.length)}`;
}

/** Those issues that come first at their path and say something new; one about a part says enough about what is in it. */
export function mergeIssues(
  refused: readonly ValidationIssue[],
  found: readonly ValidationIssue[],
): ValidationIssue[] {
  const isRefused = ({ path }: ValidationIssue) =>
    refused.some((issue) => path === issue.path || path.startsWith(`${issue.path}.`));
  const seen = new Set<string>();
  return [...refused, ...found.filter((issue) => !isRefused(issue))].filter(({ path, message }) => {
    const isNew = !seen.has(`${path} ${message}`);
    seen.add(`${path} ${message}`);
    return isNew;
  });
}

/** The caller's path of a path in Meta's form. */
export type Locate = (path: string) => string;

/** Not enumerable, so that it is neither sent nor copied. Many short-lived keys of a WeakMap would cost more. */
const locator = Symbol("locator");

/** Keeps where the caller wrote what a message contains, for later checks of the message. */
export const rememberPlaces = <Content extends object>(content: Content, places: Places): Content =>
  Object.defineProperty(content, locator, { value: (path: string) => locate(path, places) });

/** Whether content was filled in here, and not by a function that only looks like `DefinedTemplate.fill`. */
export const isMadeHere = (content: object): boolean => locator in content;

/** Finds where the caller wrote what a message contains: in Meta's form, unless the places were remembered. */
export const findLocator = (content: object): Locate =>
  (content as { readonly [locator]?: Locate })[locator] ?? locateInMetasForm;

/** A component or a name that is missing has no path of its own in Meta's form: its list has. */
const locateInMetasForm: Locate = (path) =>
  path.replace(/\b(components|parameters)\.(?!\d+(?:\.|$)).*$/, "$1");
