import * as z from "zod/mini";
import { once } from "../../utils/once.ts";
import { list } from "../checks.ts";
import { filled } from "./pieces.ts";

/** What was archived, and what was not. */
export interface ArchivedTemplates {
  archived_templates: string[];
  /** Why not, by id: only approved and rejected templates can be archived. */
  failed_templates: Record<string, string>;
}

/** What was brought back from the archive, and what was not. */
export interface UnarchivedTemplates {
  unarchived_templates: string[];
  /** Why not, by id. */
  failed_templates: Record<string, string>;
}

/** The ids of templates to archive, or to bring back. */
export const archivedIdsSchema = once(() => z.object({ ids: list(filled(), 1, 100) }));
