import { refuse } from "../../errors.ts";
import { type Json, objectOf, objectsOf } from "../../json.ts";
import type { State } from "../../state.ts";
import { sentComponents } from "../../templates/parts.ts";

const kinds = ["image", "video", "audio", "document", "sticker", "gif"] as const;

/** What each kind of message can carry. */
const fits: Readonly<Record<string, RegExp>> = {
  image: /^image\/(jpeg|png)$/,
  video: /^video\//,
  audio: /^audio\//,
  document: /./,
  sticker: /^image\/webp$/,
  gif: /^video\/mp4$/,
};

/** Every uploaded file of a message must exist and be of the kind it is sent as. */
export function checkMediaIds(state: State, body: Json): void {
  for (const holder of holdersIn(body)) {
    for (const kind of kinds) checkFile(state, kind, objectOf(holder[kind]));
  }
}

/** The objects of a message that may hold a file. */
function holdersIn(body: Json): Json[] {
  const interactive = objectOf(body.interactive);
  const cards = objectsOf(objectOf(interactive.action).cards).map(({ header }) => objectOf(header));
  const components = sentComponents(objectOf(body.template));
  const inCards = components
    .flatMap(({ cards: sent }) => objectsOf(sent))
    .flatMap((card) => objectsOf(card.components));
  const parameters = [...components, ...inCards].flatMap((component) => objectsOf(component.parameters));
  return [body, objectOf(interactive.header), ...cards, ...parameters];
}

function checkFile(state: State, kind: string, { id, voice }: Json): void {
  if (typeof id !== "string") return;
  const stored = state.media.get(id);
  if (stored === undefined) throw refuse(131053, "The media id is unknown, deleted or expired.");
  const mimeType = stored.mimeType.split(";")[0]?.trim() ?? "";
  const isRight = fits[kind]?.test(mimeType) === true && (voice !== true || mimeType === "audio/ogg");
  if (!isRight)
    throw refuse(131053, `Media of type ${mimeType} cannot be sent as ${voice ? "voice" : kind}.`);
}
