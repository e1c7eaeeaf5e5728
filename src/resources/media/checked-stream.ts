import { isDigest, runningSha256 } from "../../core/sha256.ts";
import { WhatsAppError } from "../../errors.ts";

/**
 * The stream, with its SHA-256 compared at the end and the caller's signal heeded on the way. Nothing stays on the
 * signal once the stream has ended, failed or been cancelled.
 */
export function checkedStream(
  source: ReadableStream<Uint8Array>,
  sha256: string | undefined,
  signal: AbortSignal | undefined,
): ReadableStream<Uint8Array> {
  const reader = source.getReader();
  const hash = runningSha256();
  let giveUp = () => {};
  const release = () => signal?.removeEventListener("abort", giveUp);

  return new ReadableStream<Uint8Array>({
    start(controller) {
      giveUp = () => {
        release();
        controller.error(signal?.reason);
        void reader.cancel(signal?.reason).catch(() => undefined);
      };
      if (signal?.aborted) giveUp();
      else signal?.addEventListener("abort", giveUp, { once: true });
    },
    async pull(controller) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        release();
        throw error;
      });
      if (signal?.aborted) return;
      if (!done) {
        hash.update(value);
        return controller.enqueue(value);
      }
      release();
      if (sha256 === undefined || isDigest(hash.digest(), sha256)) controller.close();
      else
        controller.error(
          new WhatsAppError("The file is damaged: its SHA-256 is not the one Meta gave. Download it again."),
        );
    },
    async cancel(reason) {
      release();
      await reader.cancel(reason);
    },
  });
}

/** All bytes of a stream. */
export async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
