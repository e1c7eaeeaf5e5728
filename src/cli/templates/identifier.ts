/** Words that cannot name a constant of a module. */
const reserved = new Set(
  (
    "arguments await break case catch class const continue debugger default defineTemplate delete do else enum eval " +
    "export extends false file finally for function if implements import in instanceof interface let new null " +
    "package private protected public return static super switch this throw true try typeof undefined var void " +
    "while with yield"
  ).split(" "),
);

/**
 * What the constant of each template is called: `order_confirmation` becomes `orderConfirmation`. Where two names would
 * become one, both stay as they are.
 */
export function identifiersOf(names: readonly string[]): Map<string, string> {
  const unique = [...new Set(names)];
  const wanted = unique.map((name) => safe(camelCased(name)));
  return new Map(
    unique.map((name, index) => {
      const identifier = wanted[index] ?? name;
      const isShared = wanted.indexOf(identifier) !== wanted.lastIndexOf(identifier);
      return [name, isShared ? asItIs(name) : identifier];
    }),
  );
}

const camelCased = (name: string): string =>
  name.replace(/^_+|_+$/g, "").replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function safe(identifier: string): string {
  if (identifier === "" || /^\d/.test(identifier)) return `_${identifier}`;
  return reserved.has(identifier) ? `${identifier}Template` : identifier;
}

const asItIs = (name: string): string => (/^\d/.test(name) || reserved.has(name) ? `$${name}` : name);
