import { type Endpoint, hasSelected } from "../../core/endpoint.ts";
import { joinPath } from "../../core/path.ts";
import { checked } from "../../core/validate.ts";
import type { CallOptions } from "../../types/common.ts";
import { nodeSelection } from "../../types/paging.ts";

/** What a `get` reads: an id, or an object with the id and the fields. */
interface NodeSelection {
  id?: string | undefined;
  fields?: readonly string[] | undefined;
}

/**
 * The argument of `get`, checked. The path checks the id.
 *
 * @param what names the argument in the message: "group selection".
 */
export function readSelection<Given extends NodeSelection>(selected: string | Given, what: string) {
  const chosen: NodeSelection = typeof selected === "object" ? selected : { id: selected };
  return checked(nodeSelection(), chosen, what);
}

/** Reads a node by its id, all of it or the chosen fields. */
export async function getNode<Node extends { id: string }>(
  api: Endpoint,
  selected: string | NodeSelection,
  what: string,
  options: CallOptions,
): Promise<Node> {
  const { id = "", fields } = readSelection(selected, what);
  return api.get(joinPath(id), { query: { fields }, expects: hasSelected<Node>("id", fields) }, options);
}
