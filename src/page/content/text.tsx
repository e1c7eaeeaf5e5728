import type { ComponentChildren, JSX } from "preact";
import { type Block, type Piece, parseMarkup, toSafeUrl } from "../markup.ts";

/** Text with WhatsApp's formatting. */
export const FormattedText = ({ text }: { text: string }): JSX.Element => (
  <div class="formatted">
    {parseMarkup(text).map((block, index) => (
      <BlockView key={index} block={block} />
    ))}
  </div>
);

function BlockView({ block }: { block: Block }): JSX.Element {
  switch (block.kind) {
    case "mono":
      return <pre>{block.text}</pre>;
    case "quote":
      return (
        <blockquote>
          <Pieces pieces={block.pieces} />
        </blockquote>
      );
    case "bullets":
      return <ul>{block.items.map(toItem)}</ul>;
    case "numbers":
      return <ol start={block.start}>{block.items.map(toItem)}</ol>;
    default:
      return (
        <p>
          <Pieces pieces={block.pieces} />
        </p>
      );
  }
}

const toItem = (pieces: Piece[], index: number): JSX.Element => (
  <li key={index}>
    <Pieces pieces={pieces} />
  </li>
);

const Pieces = ({ pieces }: { pieces: readonly Piece[] }): JSX.Element => <>{pieces.map(toNode)}</>;

function toNode(piece: Piece, index: number): ComponentChildren {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "code":
      return <code key={index}>{piece.text}</code>;
    case "link":
      return (
        <SafeLink key={index} url={piece.url}>
          {piece.text}
        </SafeLink>
      );
    default: {
      const Tag = ({ bold: "strong", italic: "em", strike: "s" } as const)[piece.kind];
      return (
        <Tag key={index}>
          <Pieces pieces={piece.pieces} />
        </Tag>
      );
    }
  }
}

/** A link in a new tab, if its address may be opened; otherwise only its words. */
export function SafeLink({
  url,
  children,
  onClick,
  ...rest
}: {
  url: unknown;
  children: ComponentChildren;
  class?: string;
  onClick?: () => void;
}): JSX.Element {
  const safe = toSafeUrl(url);
  if (safe === undefined) return <span {...rest}>{children}</span>;
  return (
    <a {...rest} href={safe} target="_blank" rel="noopener noreferrer" onClick={onClick}>
      {children}
    </a>
  );
}
