// Writes the API reference, from the docstrings of all entries, to reference/ or the folder given. Fails when a public
// name has no docstring, a link in a docstring leads nowhere, or a type that a public name uses cannot be imported.
import { readFileSync } from "node:fs";
import {
  Application,
  type DeclarationReflection,
  type ProjectReflection,
  ReflectionKind,
  type SomeType,
} from "typedoc";

/** Types that only help to write others: nobody needs their names. */
const helpers = [
  ...["ActionOf", "BodyDemands", "ButtonDemands", "CardDemands", "HeaderDemands", "KeyDemands", "ValuesOf"],
  ...["Category", "KnownStatus", "Lookup", "OneOrMore", "Score", "Spread", "Switch"],
];

const app = await Application.bootstrap({
  name: "wacloud",
  entryPoints: entries(),
  readme: "README.md",
  projectDocuments: ["docs/**/*.md", "CONTRIBUTING.md", "SECURITY.md"],
  excludeExternals: true,
  excludeInternal: true,
  highlightLanguages: ["sh", "ts", "js", "json", "nginx", "docker"],
  skipErrorChecking: true, // `npm run typecheck` does that
  requiredToBeDocumented: ["Class", "Interface", "TypeAlias", "Function", "Variable", "Method", "Accessor"],
  intentionallyNotExported: helpers,
  validation: { notExported: true, invalidLink: true, invalidPath: false, notDocumented: true },
  treatWarningsAsErrors: true,
});
const project = await app.convert();
if (project === undefined) process.exit(1);
app.validate(project);
for (const property of ownProperties(project)) {
  if (property.hasComment()) continue;
  app.logger.warn(`${property.getFriendlyFullName()} (Property) does not have any documentation` as never);
}
if (app.logger.hasWarnings() || app.logger.hasErrors()) process.exitCode = 1;
else await app.generateDocs(project, process.argv[2] ?? "reference");

/** The entries are those of tsconfig.json: whoever adds one adds it to the reference. */
function entries(): string[] {
  const { compilerOptions } = JSON.parse(readFileSync("tsconfig.json", "utf8"));
  return Object.values<string[]>(compilerOptions.paths).flat();
}

/**
 * Properties whose meaning is ours to tell. What travels (`types/`, `templates/`, names_like_this) is described by Meta's
 * pages, what frameworks hand over (`adapters/`) by theirs.
 */
function ownProperties(project: ProjectReflection): DeclarationReflection[] {
  const properties = project.getReflectionsByKind(ReflectionKind.Property) as DeclarationReflection[];
  return properties.filter(({ name, parent, sources }) => {
    const owner = ownerOf(parent as DeclarationReflection);
    const isForeign =
      name.includes("_") || /src\/(types|templates|adapters)\//.test(sources?.[0]?.fileName ?? "");
    return owner !== undefined && (!isForeign || owner.name.endsWith("Options"));
  });
}

/** The named thing that a property belongs to: a class or an interface, or the name of a type literal. */
function ownerOf(parent: DeclarationReflection): DeclarationReflection | undefined {
  if (!parent.kindOf(ReflectionKind.TypeLiteral)) return parent;
  const named = parent.parent as DeclarationReflection;
  const isNamed = named.kindOf([ReflectionKind.TypeAlias, ReflectionKind.Variable]);
  return isNamed && consistsOf(named.type, parent) ? named : undefined;
}

/** Whether a type is this literal, alone or beside others. */
function consistsOf(type: SomeType | undefined, literal: DeclarationReflection): boolean {
  if (type?.type === "reflection") return type.declaration === literal;
  return type !== undefined && "types" in type && type.types.some((part) => consistsOf(part, literal));
}
