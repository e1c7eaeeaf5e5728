import { nodeModule } from "../../utils/runtime.ts";
import { invalid } from "../validate.ts";

/**
 * Opens a file on disk as a Blob that is read only when it is sent; if the runtime cannot do that, as a Blob in memory.
 *
 * @throws {@link ValidationError} if the file does not exist or cannot be read, or the runtime has no file system.
 */
export async function openFile(path: string | URL): Promise<Blob> {
  const node = nodeModule("node:fs");
  if (node === undefined)
    throw unreadable("needs a runtime with a file system; pass the bytes or a Blob instead");
  const { promises, constants } = node;
  const [facts] = await Promise.all([promises.stat(path), promises.access(path, constants.R_OK)]).catch(
    (error: unknown) => {
      throw unreadable(`cannot be read (${describeReason(error)})`);
    },
  );
  if (!facts.isFile()) throw unreadable("is not a file");
  if (typeof node.openAsBlob === "function") return node.openAsBlob(path);
  return new Blob([new Uint8Array(await promises.readFile(path))]);
}

const unreadable = (message: string) => invalid("file", [{ path: "file.path", message }]);

const describeReason = (error: unknown): string =>
  typeof error === "object" && error !== null && "code" in error ? String(error.code) : "unknown reason";
