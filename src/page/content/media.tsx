import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { type Json, toText } from "../../utils/json.ts";
import { Dialog } from "../controls.tsx";
import { Icon } from "../icons.tsx";
import { toSafeUrl } from "../markup.ts";
import { paths } from "../protocol.ts";
import { FormattedText, SafeLink } from "./text.tsx";

/** A file of a message: one that the simulator has, or one that lies elsewhere. */
export function Media({
  kind,
  media,
  onPlay,
}: {
  kind: string;
  media: Json;
  onPlay?: (() => void) | undefined;
}): JSX.Element {
  const id = toText(media.id);
  const caption = toText(media.caption);
  const address = id === undefined ? undefined : `${paths.media}${encodeURIComponent(id)}`;
  return (
    <figure class={`media ${kind}`}>
      {address === undefined ? (
        <Elsewhere kind={kind} media={media} onPlay={onPlay} />
      ) : (
        <Shown kind={kind} address={address} media={media} onPlay={onPlay} />
      )}
      {caption === undefined || caption === "" ? undefined : (
        <figcaption>
          <FormattedText text={caption} />
        </figcaption>
      )}
    </figure>
  );
}

interface ShownFacts {
  kind: string;
  address: string;
  media: Json;
  onPlay?: (() => void) | undefined;
}

function Shown({ kind, address, media, onPlay }: ShownFacts): JSX.Element {
  const [isMissing, setMissing] = useState(false);
  const name = toText(media.filename) ?? kind;
  if (isMissing || kind === "document" || kind === "unknown") {
    return (
      <FileCard
        name={name}
        address={address}
        note={isMissing ? "Cannot be shown here" : toText(media.mime_type)}
      />
    );
  }
  const onError = (): void => setMissing(true);
  if (kind === "video") {
    // biome-ignore lint/a11y/useMediaCaption: whoever sent it made no captions
    return <video src={address} controls preload="metadata" onError={onError} aria-label="Video" />;
  }
  if (kind === "audio") {
    const shared = { src: address, controls: true, preload: "metadata", onError, onPlay } as const;
    return <audio {...shared} aria-label="Audio" />;
  }
  return <Picture address={address} label={kind === "sticker" ? "Sticker" : "Image"} onError={onError} />;
}

/** A picture that opens in full size. */
function Picture({
  address,
  label,
  onError,
}: {
  address: string;
  label: string;
  onError: () => void;
}): JSX.Element {
  const [isLarge, setLarge] = useState(false);
  return (
    <>
      <button
        type="button"
        class="picture"
        aria-label={`${label}: show in full size`}
        onClick={() => setLarge(true)}
      >
        <img src={address} alt="" onError={onError} loading="lazy" referrerpolicy="no-referrer" />
      </button>
      {isLarge ? (
        <Dialog title={label} onClose={() => setLarge(false)}>
          <img class="full" src={address} alt={label} referrerpolicy="no-referrer" />
        </Dialog>
      ) : undefined}
    </>
  );
}

const FileCard = ({
  name,
  address,
  note,
}: {
  name: string;
  address: string;
  note?: string | undefined;
}): JSX.Element => (
  <a class="file-card" href={address} download={name}>
    <Icon name="document" size={20} />
    <span>
      <span class="file-name">{name}</span>
      {note === undefined ? undefined : <small>{note}</small>}
    </span>
  </a>
);

/** A file that the business only linked to. The page loads nothing from elsewhere unless it is told to. */
function Elsewhere({ kind, media, onPlay }: Omit<ShownFacts, "address">): JSX.Element {
  const [isWanted, setWanted] = useState(false);
  const link = toSafeUrl(media.link);
  if (link === undefined) return <p class="quiet">{kind} without a file</p>;
  if (isWanted && kind !== "document")
    return <Shown kind={kind} address={link} media={media} onPlay={onPlay} />;
  const { host, pathname } = new URL(link);
  return (
    <div class="file-card">
      <Icon name={kind === "document" ? "document" : "external"} size={20} />
      <span>
        <SafeLink url={link} class="file-name">
          {toText(media.filename) ?? pathname.split("/").at(-1) ?? kind}
        </SafeLink>
        <small>
          {kind} on {host}
        </small>
      </span>
      {kind === "document" ? undefined : (
        <button type="button" class="button small" onClick={() => setWanted(true)}>
          Show
        </button>
      )}
    </div>
  );
}
