import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Json } from "../utils/json.ts";
import { EmojiGrid, Quote } from "./bubble.tsx";
import type { Sheet } from "./content/deeds.ts";
import { type Choice, Choices, IconButton, Menu } from "./controls.tsx";
import { emojis } from "./emojis.ts";
import { Icon } from "./icons.tsx";
import type { FileParcel, MessageView } from "./protocol.ts";

/** What the composer holds besides its text. */
export interface Draft {
  text: string;
  files: readonly File[];
  quoted?: MessageView | undefined;
  edited?: MessageView | undefined;
}

export const emptyDraft: Draft = { text: "", files: [] };

interface ComposerFacts {
  draft: Draft;
  onDraft: (draft: Draft) => void;
  onSend: () => void;
  onOpen: (sheet: Sheet) => void;
  name: string;
  toAuthor: (message: MessageView) => string;
}

/** Where one writes as the customer. */
export function Composer({ draft, onDraft, onSend, onOpen, name, toAuthor }: ComposerFacts): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const { text, files, quoted, edited } = draft;
  useEffect(() => {
    const element = area.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(element.scrollHeight, 160)}px`;
  }, [text]);
  useEffect(() => {
    if (quoted !== undefined || edited !== undefined || files.length > 0) area.current?.focus();
  }, [quoted, edited, files]);
  const addFiles = (more: readonly File[]): void => onDraft({ ...draft, files: [...files, ...more] });
  const insert = (emoji: string): void => {
    const at = area.current?.selectionStart ?? text.length;
    onDraft({ ...draft, text: text.slice(0, at) + emoji + text.slice(at) });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      onSend();
    }
    if (event.key === "Escape" && (quoted !== undefined || edited !== undefined)) {
      event.stopPropagation();
      onDraft({ ...draft, quoted: undefined, edited: undefined, text: edited === undefined ? text : "" });
    }
  };
  const canSend = text.trim() !== "" || files.length > 0;
  return (
    <form
      class="composer"
      aria-label={`Write as ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {quoted === undefined && edited === undefined ? undefined : (
        <div class="composer-above">
          {quoted === undefined ? undefined : <Quote message={quoted} toAuthor={toAuthor} />}
          {edited === undefined ? undefined : <span>Editing your message</span>}
          <IconButton
            icon="close"
            label={quoted === undefined ? "Stop editing" : "Do not quote"}
            onClick={() => onDraft({ ...draft, quoted: undefined, edited: undefined })}
          />
        </div>
      )}
      {files.length === 0 ? undefined : (
        <ul class="attachments" aria-label="Files to send">
          {files.map((file, index) => (
            <li key={`${file.name} ${index}`}>
              <Icon name="document" />
              <span>{file.name}</span>
              <IconButton
                icon="close"
                label={`Remove ${file.name}`}
                onClick={() => onDraft({ ...draft, files: files.filter((other) => other !== file) })}
              />
            </li>
          ))}
        </ul>
      )}
      <div class="composer-row">
        <Menu icon="attach" label="Attach" up>
          {(close) => <Choices choices={attachments(chooser, onOpen)} close={close} />}
        </Menu>
        <Menu icon="emoji" label="Emoji" up>
          {(close) => (
            <EmojiGrid
              emojis={emojis}
              onChoose={(emoji) => {
                insert(emoji);
                close();
                area.current?.focus();
              }}
            />
          )}
        </Menu>
        <textarea
          ref={area}
          rows={1}
          value={text}
          aria-label="Message"
          placeholder={`Message as ${name}`}
          onInput={(event) => onDraft({ ...draft, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const pasted = [...(event.clipboardData?.files ?? [])];
            if (pasted.length === 0) return;
            event.preventDefault();
            addFiles(pasted);
          }}
        />
        <button type="submit" class="send" aria-label="Send" title="Send (Enter)" disabled={!canSend}>
          <Icon name="send" size={18} />
        </button>
      </div>
      <input
        ref={chooser}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={({ currentTarget }) => {
          addFiles([...(currentTarget.files ?? [])]);
          currentTarget.value = "";
        }}
      />
    </form>
  );
}

const attachments = (
  chooser: { current: HTMLInputElement | null },
  onOpen: (sheet: Sheet) => void,
): readonly Choice[] => [
  { label: "File, image, audio, video", icon: "document", act: () => chooser.current?.click() },
  { label: "Location", icon: "location", act: () => onOpen({ kind: "location" }) },
  { label: "Contact", icon: "contact", act: () => onOpen({ kind: "contact" }) },
];

/** The message type that WhatsApp makes of a file. */
function toMessageType({ type }: File): string {
  if (type === "image/webp") return "sticker";
  if (type === "image/png" || type === "image/jpeg") return "image";
  const [kind = ""] = type.split("/");
  return kind === "audio" || kind === "video" ? kind : "document";
}

/** A file as the message that it becomes. */
export function toFileContent(file: File, caption: string): Json {
  const type = toMessageType(file);
  const held = {
    ...(caption === "" || type === "audio" || type === "sticker" ? {} : { caption }),
    ...(type === "document" ? { filename: file.name } : {}),
  };
  return { type, [type]: held };
}

export function toParcel(file: File): Promise<FileParcel> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => {
      const data = String(reader.result).split(",", 2)[1] ?? "";
      resolve({ name: file.name, type: file.type || "application/octet-stream", data });
    };
    reader.readAsDataURL(file);
  });
}
