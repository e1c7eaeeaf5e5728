// Writes the API reference, from the docstrings of all entries, to reference/ or the folder given. Fails when a public
// name has no docstring, a link in a docstring leads nowhere, or a type that a public name uses cannot be imported.
import { spawnSync } from "node:child_process";
import { Application, type DeclarationReflection, type ProjectReflection, ReflectionKind } from "typedoc";
import { entries } from "./entries.ts";

/** Helper types that are only used to define others: users do not need their names. */
const helpers = [
  ...[
    "BodyDemands",
    "ButtonDemands",
    "ButtonPlaces",
    "CardDemands",
    "CodeDemands",
    "HeaderDemands",
    "KeyDemands",
    "MarkAsReadArguments",
    "SellingButtonType",
    "ValuesOf",
  ],
  ...["changeBuilders", "otherBuilders"], // what `webhookEvent` is put together from
  ...["Category", "DeleteChoice", "KnownStatus", "Lookup", "OneOrMore", "Score", "Spread", "Switch"],
];

const app = await Application.bootstrap({
  name: "wacloud",
  entryPoints: entries.map(({ source }) => source),
  readme: "README.md",
  projectDocuments: ["docs/**/*.md", "CONTRIBUTING.md", "SECURITY.md"],
  excludeExternals: true,
  excludeInternal: true,
  highlightLanguages: ["sh", "ts", "js", "json", "yaml", "nginx", "docker", "sql", "toml"],
  skipErrorChecking: true, // `npm run typecheck` does that
  requiredToBeDocumented: ["Class", "Interface", "TypeAlias", "Function", "Variable", "Method", "Accessor"],
  ...sourceLinks(),
  intentionallyNotExported: helpers,
  validation: { notExported: true, invalidLink: true, invalidPath: false, notDocumented: true },
});
const project = await app.convert();
if (project === undefined) process.exit(1);
nameEntries(project);
app.validate(project);
for (const property of ownProperties(project)) {
  if (property.hasComment()) continue;
  const words = `${property.getFriendlyFullName()} (Property) does not have any documentation`;
  app.logger.warn(words as never); // typed as typedoc's own, translated words
}
if (app.logger.hasWarnings() || app.logger.hasErrors()) process.exitCode = 1;
else await app.generateDocs(project, process.argv[2] ?? "reference");

/** Git tells where the sources can be read, but a copy of the project may have no remote. */
function sourceLinks() {
  const { stdout } = spawnSync("git", ["remote"], { encoding: "utf8" });
  return stdout?.trim() ? {} : { disableGit: true, sourceLinkTemplate: "{path}" };
}

/** Calls each entry what users import it by, instead of the file it is made of. */
function nameEntries(project: ProjectReflection): void {
  const names = new Map(
    entries.map(({ source, name }) => [source.replace(/^src\/|(?<=.)(\/index)?\.ts$/g, ""), name]),
  );
  for (const entry of project.getReflectionsByKind(ReflectionKind.Module)) {
    entry.name = names.get(entry.name) ?? entry.name;
  }
}

/**
 * Properties whose meaning is ours to tell: of classes, interfaces and options. What travels (`types/`, `templates/`,
 * names_like_this) is described by Meta's pages, what frameworks hand over (`adapters/`) by theirs.
 */
function ownProperties(project: ProjectReflection): DeclarationReflection[] {
  const properties = project.getReflectionsByKind(ReflectionKind.Property) as DeclarationReflection[];
  return properties.filter(({ name, parent, sources }) => {
    const isLiteral = parent?.kindOf(ReflectionKind.TypeLiteral);
    const owner = isLiteral ? parent?.parent : parent;
    if (owner?.name.endsWith("Options") && owner.kindOf(ReflectionKind.SomeType)) return true;
    const isForeign = /src\/(types|templates|adapters)\//.test(sources?.[0]?.fileName ?? "");
    return !isLiteral && !isForeign && !name.includes("_");
  });
}
