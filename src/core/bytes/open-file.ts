import { nodeModule } from "../../utils/runtime.ts";
import { invalid } from "../validate.ts";

/**
 * A file on disk as a Blob that is read when it is sent, not before; where the runtime cannot do that, a Blob that
 * holds it.
 *
 * @throws {@link ValidationError} when there is no such file, it cannot be read, or the runtime has no files.
 */
export async function openFile(path: string | URL): Promise<Blob> {
  const node = nodeModule("node:fs");
  if (node === undefined) throw unreadable("needs a runtime with files; pass the bytes or a Blob instead");
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
