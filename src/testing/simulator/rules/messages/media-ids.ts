import { type Json, toObject, toObjects } from "../../../../utils/json.ts";
import { refuse } from "../../errors.ts";
import type { State } from "../../state.ts";
import { listSent } from "../../templates/values.ts";

const kinds = ["image", "video", "audio", "document", "sticker", "gif"] as const;

/** MIME types that each kind of message accepts. */
const mimeTypes: Readonly<Record<string, RegExp>> = {
  image: /^image\/(jpeg|png)$/,
  video: /^video\//,
  audio: /^audio\//,
  document: /./,
  sticker: /^image\/webp$/,
  gif: /^video\/mp4$/,
};

/** Checks that all media ids of a message exist and match the kind they are sent as. */
export function checkMediaIds(state: State, body: Json): void {
  for (const holder of listHolders(body)) {
    for (const kind of kinds) checkFile(state, kind, toObject(holder[kind]));
  }
}

/** The objects of a message that can have a file. */
function listHolders(body: Json): Json[] {
  const interactive = toObject(body.interactive);
  const cards = toObjects(toObject(interactive.action).cards).map(({ header }) => toObject(header));
  const components = listSent(toObject(body.template));
  const inCards = components
    .flatMap(({ cards: sent }) => toObjects(sent))
    .flatMap((card) => toObjects(card.components));
  const parameters = [...components, ...inCards].flatMap((component) => toObjects(component.parameters));
  return [body, toObject(interactive.header), ...cards, ...parameters];
}

function checkFile(state: State, kind: string, { id, voice }: Json): void {
  if (typeof id !== "string") return;
  const stored = state.media.get(id);
  if (stored === undefined) throw refuse(131053, "The media id is unknown, deleted or expired.");
  const mimeType = stored.mimeType.split(";")[0]?.trim() ?? "";
  const isRight = mimeTypes[kind]?.test(mimeType) === true && (voice !== true || mimeType === "audio/ogg");
  if (!isRight)
    throw refuse(131053, `Media of type ${mimeType} cannot be sent as ${voice ? "voice" : kind}.`);
}
