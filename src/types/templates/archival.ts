import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list, nonEmptyText } from "../checks.ts";

/** Which templates were archived, and which were not. */
export interface ArchivedTemplates {
  archived_templates: string[];
  /** The reasons, by template id: only approved and rejected templates can be archived. */
  failed_templates: Record<string, string>;
}

/** Which templates were restored from the archive, and which were not. */
export interface UnarchivedTemplates {
  unarchived_templates: string[];
  /** The reasons, by template id. */
  failed_templates: Record<string, string>;
}

/** The ids of the templates to archive or restore. */
export const archivedIdsSchema = once(() => z.object({ ids: list(nonEmptyText(), 1, 100) }));
