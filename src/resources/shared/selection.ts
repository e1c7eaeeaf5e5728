import { checked } from "../../core/validate.ts";
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
  const chosen: NodeSelection = typeof selected === "string" ? { id: selected } : selected;
  return checked(nodeSelection(), chosen, what);
}
