/** An answer that names what was made. */
export const hasId = (body: unknown): body is { id: string } =>
  typeof body === "object" && body !== null && typeof (body as { id?: unknown }).id === "string";

/** An answer that only says whether it worked; some of Meta's endpoints write it as text. */
export const hasSuccess = (body: unknown): body is { success: boolean } =>
  typeof body === "object" && body !== null && "success" in body;
