import type { DefinedTemplate } from "../../templates/defined.ts";
import { CommandError } from "../failure.ts";
import { type Finding, findings } from "./lint.ts";
import { loadModules } from "./modules.ts";

/** What may be compared, and what will surprise. */
interface Ready {
  templates: DefinedTemplate[];
  warnings: Finding[];
}

/**
 * The templates of a project, none of which breaks a rule.
 *
 * @throws {@link CommandError} listing the rules that are broken.
 */
export async function readyTemplates(paths: readonly string[]): Promise<Ready> {
  const loaded = await loadModules(paths);
  const found = findings(loaded);
  const errors = found.filter(({ severity }) => severity === "error");
  if (errors.length > 0) {
    const lines = errors.map(({ file, path, message }) => `  ${file}: ${path} ${message}`);
    throw new CommandError(`Nothing was compared, because rules are broken:\n${lines.join("\n")}`);
  }
  return { templates: loaded.templates.map(({ template }) => template), warnings: found };
}
