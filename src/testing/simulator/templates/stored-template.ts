import type { Json } from "../../../utils/json.ts";

/** What users make of a template. */
interface Quality {
  score: string;
  /** Milliseconds. */
  at: number;
  reasons: readonly string[];
}

/** A template as the account holds it. */
export interface StoredTemplate {
  readonly id: string;
  readonly businessAccountId: string;
  readonly name: string;
  readonly language: string;
  category: string;
  /** What it was before it was put into another category. */
  previousCategory: string | undefined;
  /** The category that it will have, and from when on, in milliseconds. */
  nextCategory: { category: string; at: number } | undefined;
  status: string;
  rejectedReason: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  components: readonly Json[];
  /** Further fields it was created with. */
  optionalFields: Json;
  /** Types of the values of a template from the library. */
  bodyTypes: readonly string[] | undefined;
  readonly source: "manual" | "auto_generated";
  quality: Quality;
  /** When it was edited while approved, in milliseconds. */
  edits: number[];
  /** When its price was edited, in milliseconds. */
  priceEdits: number[];
  /** How often it was paused for its quality. */
  pauses: number;
  pause: { at: number; until: number | undefined } | undefined;
  archive: { at: number; from: string } | undefined;
  readonly createdAt: number;
  updatedAt: number;
  /** When it was last created, edited, sent or brought back, in milliseconds. */
  usedAt: number;
}
