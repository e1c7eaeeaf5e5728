import { type Json, toList, toObject } from "../../../../utils/json.ts";
import type { State } from "../../state.ts";
import { listHeaders } from "../../templates/components.ts";
import { composition } from "./texts.ts";

const megabyte = 1024 * 1024;

const pictures = ["image/jpeg", "image/jpg", "image/png"];

/** MIME types and size limit of samples for each header format. */
const kinds: Readonly<Record<string, { types: readonly string[]; maxBytes: number }>> = {
  IMAGE: { types: pictures, maxBytes: 5 * megabyte },
  VIDEO: { types: ["video/mp4"], maxBytes: 16 * megabyte },
  DOCUMENT: { types: ["application/pdf"], maxBytes: 100 * megabyte },
  GIF: { types: ["video/mp4"], maxBytes: 3.5 * megabyte },
};

/** Checks that sample media was uploaded to the app, has the right type and is not too large. */
export function checkSamples({ uploads }: State, components: readonly Json[]): void {
  for (const { format, example } of listHeaders(components)) {
    for (const handle of toList(toObject(example).header_handle)) {
      const sample = uploads.finished(handle);
      if (sample === undefined) {
        throw composition(2388273, "example.header_handle must be the handle of an upload to the app.");
      }
      const kind = kinds[String(format)];
      if (kind?.types.includes(sample.mimeType) === false) {
        throw composition(
          2388273,
          `example.header_handle must have a media type for a HEADER of format ${format}.`,
        );
      }
      if (kind !== undefined && sample.length > kind.maxBytes) {
        throw composition(2388273, `example.header_handle must be at most ${kind.maxBytes} bytes long.`);
      }
    }
  }
}

/** The components with URLs instead of handles. */
export const withSampleUrls = ({ uploads, listeningAt }: State, components: readonly Json[]): unknown =>
  JSON.parse(JSON.stringify(components), (key, value) => {
    if (key !== "header_handle") return value;
    return toList(value).map((handle) => {
      const sample = uploads.finished(handle);
      return sample === undefined
        ? handle
        : `${listeningAt ?? "https://scontent.whatsapp.net"}${sample.place}`;
    });
  });
