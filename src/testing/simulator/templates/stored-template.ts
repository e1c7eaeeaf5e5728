import type { Json } from "../../../utils/json.ts";

/** The quality of a template. */
interface Quality {
  score: string;
  /** Milliseconds. */
  at: number;
  reasons: readonly string[];
}

/** A template of the account. */
export interface StoredTemplate {
  readonly id: string;
  readonly businessAccountId: string;
  readonly name: string;
  readonly language: string;
  category: string;
  /** The category before the last change. */
  previousCategory: string | undefined;
  /** The category that it will have, and when, in milliseconds. */
  nextCategory: { category: string; at: number } | undefined;
  status: string;
  /** When its review ends, in milliseconds; `undefined` if it is not in review, or the test decides. */
  reviewAt: number | undefined;
  rejectedReason: string;
  parameterFormat: "POSITIONAL" | "NAMED";
  components: readonly Json[];
  /** Other fields that it was created with. */
  optionalFields: Json;
  /** Value types of a library template. */
  bodyTypes: readonly string[] | undefined;
  readonly source: "manual" | "auto_generated";
  quality: Quality;
  /** When it was edited while approved, in milliseconds. */
  edits: number[];
  /** When its price was edited, in milliseconds. */
  priceEdits: number[];
  /** How often it was paused because of its quality. */
  pauses: number;
  pause: { at: number; until: number | undefined } | undefined;
  archive: { at: number; from: string } | undefined;
  readonly createdAt: number;
  updatedAt: number;
  /** When it was last created, edited, sent or unarchived, in milliseconds. */
  usedAt: number;
}
