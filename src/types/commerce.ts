import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { nonEmptyText, rule } from "./checks.ts";
import { listFilters } from "./paging.ts";

/** What customers see of the catalog. */
export interface CommerceSettings {
  id: string;
  /** Whether customers can fill a cart. Meta's default: true. */
  is_cart_enabled: boolean;
  /** Whether the catalog is shown. Meta's default: false. */
  is_catalog_visible: boolean;
}

/** Changes of these settings, one or both. */
export interface CommerceChanges {
  is_cart_enabled?: boolean | undefined;
  is_catalog_visible?: boolean | undefined;
}

/** A catalog of products. */
export interface ProductCatalog {
  id: string;
  name: string;
}

/** The catalog to connect with the account, or to disconnect from it. */
export interface CatalogReference {
  catalog_id: string;
}

const flags = ["is_cart_enabled", "is_catalog_visible"] as const;

export const commerceChanges = once(() =>
  z
    .looseObject({
      is_cart_enabled: z.optional(z.boolean()),
      is_catalog_visible: z.optional(z.boolean()),
    })
    .check(
      rule(
        (value) => flags.some((flag) => value[flag] !== undefined),
        `has no change: pass ${flags.join(" or ")}`,
      ),
    ),
);

export const catalogFilters = once(() => listFilters({}));
export const catalogReference = once(() => z.object({ catalog_id: nonEmptyText() }));
