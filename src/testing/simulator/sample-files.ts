/** The file of a media message when the test gives none. */
export interface SampleFile {
  mimeType: string;
  bytes: () => Uint8Array;
}

const fromBase64 = (text: string) => () => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

/** One pixel. */
const png =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/** One pixel. */
const webp = "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA";

/** 20 milliseconds of silence. */
const opus =
  "T2dnUwACAAAAAAAAAAAHAAAAAAAAAIELNS8BE09wdXNIZWFkAQE4AYC7AAAAAABPZ2dTAAAAAAAAAAAAAAcAAAABAAAADzgI4QEXT3B1c1RhZ3MHAAAAd2FjbG91ZAAAAABPZ2dTAAT4BAAAAAAAAAcAAAACAAAAv3yqTAED+P/+";

/** A container without a track. */
const mp4 = "AAAAGGZ0eXBpc29tAAACAGlzb21tcDQyAAAACG1kYXQ=";

/** One empty page. */
const pdf = `%PDF-1.1
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** A sample of every message type that has a file. */
export const sampleFiles: Readonly<Record<string, SampleFile>> = {
  image: { mimeType: "image/png", bytes: fromBase64(png) },
  video: { mimeType: "video/mp4", bytes: fromBase64(mp4) },
  audio: { mimeType: "audio/ogg; codecs=opus", bytes: fromBase64(opus) },
  document: { mimeType: "application/pdf", bytes: () => new TextEncoder().encode(pdf) },
  sticker: { mimeType: "image/webp", bytes: fromBase64(webp) },
};

/** Whether messages of this type have a file. */
export const hasFile = (type: string): boolean => Object.hasOwn(sampleFiles, type);
