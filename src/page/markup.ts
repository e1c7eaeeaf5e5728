/** A piece of formatted text. Text is only ever text: nothing here makes markup. */
export type Piece =
  | { kind: "text"; text: string }
  | { kind: "bold" | "italic" | "strike"; pieces: Piece[] }
  | { kind: "code"; text: string }
  | { kind: "link"; text: string; url: string };

/** A paragraph, a quote, a list or a block of code. */
export type Block =
  | { kind: "paragraph" | "quote"; pieces: Piece[] }
  | { kind: "bullets" | "numbers"; items: Piece[][]; start: number }
  | { kind: "mono"; text: string };

/**
 * Reads WhatsApp's formatting: `*bold*`, `_italic_`, `~strike~`, `` `code` ``, blocks between three backticks, `> quotes`
 * and lists. Marks only count at the edges of words, as in WhatsApp.
 *
 * @see https://faq.whatsapp.com/539178204879377
 */
export function parseMarkup(text: string): Block[] {
  return text.split(/```([\s\S]+?)```/).flatMap((part, index) => {
    if (index % 2 === 1) return [{ kind: "mono" as const, text: part.replace(/^\n|\n$/g, "") }];
    return part.trim() === ""
      ? []
      : joinLines(
          part
            .replace(/^\n|\n$/g, "")
            .split("\n")
            .map(parseLine),
        );
  });
}

const lineForms: readonly { form: RegExp; kind: Block["kind"] }[] = [
  { form: /^> ?(?=\S)/, kind: "quote" },
  { form: /^[*-] (?=\S)/, kind: "bullets" },
  { form: /^(\d{1,3})\. (?=\S)/, kind: "numbers" },
];

function parseLine(line: string): Block {
  for (const { form, kind } of lineForms) {
    const found = form.exec(line);
    if (found === null) continue;
    const pieces = parsePieces(line.slice(found[0].length));
    if (kind === "quote") return { kind, pieces };
    if (kind === "bullets" || kind === "numbers")
      return { kind, items: [pieces], start: Number(found[1] ?? 1) };
  }
  return { kind: "paragraph", pieces: parsePieces(line) };
}

/** Lines of the same kind belong together. */
function joinLines(lines: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const line of lines) {
    const last = joined.at(-1);
    if (last === undefined || !join(last, line)) joined.push(line);
  }
  return joined;
}

function join(last: Block, line: Block): boolean {
  if (last.kind !== line.kind) return false;
  if ("items" in last && "items" in line) last.items.push(...line.items);
  else if ("pieces" in last && "pieces" in line)
    last.pieces.push({ kind: "text", text: "\n" }, ...line.pieces);
  return true;
}

const marks = { "*": "bold", _: "italic", "~": "strike" } as const;

/** Code and links come first: inside of them, marks are ordinary characters. */
const forms = [
  /`(?<code>[^`\n]+)`/,
  /(?<url>\bhttps?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]*_~])/,
  /(?<![\p{L}\p{N}])(?<mark>[*_~])(?=\S)(?<held>(?:(?!\k<mark>)[^\n])*?[^\s])\k<mark>(?![\p{L}\p{N}])/u,
];
const pattern = new RegExp(forms.map(({ source }) => source).join("|"), "gu");

function parsePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ kind: "text", text: text.slice(from, match.index) });
    pieces.push(toPiece(match.groups ?? {}));
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ kind: "text", text: text.slice(from) });
  return pieces;
}

function toPiece({ code, url, mark, held = "" }: Record<string, string | undefined>): Piece {
  if (code !== undefined) return { kind: "code", text: code };
  if (url !== undefined) return { kind: "link", text: url, url };
  return { kind: marks[mark as keyof typeof marks], pieces: parsePieces(held) };
}

/** The text without its marks, for a line that has no room for formatting. */
export const toPlainText = (text: string): string =>
  parseMarkup(text)
    .map((block) => {
      if (block.kind === "mono") return block.text;
      return "items" in block ? block.items.map(joinPieces).join(" ") : joinPieces(block.pieces);
    })
    .join(" ");

const joinPieces = (pieces: readonly Piece[]): string =>
  pieces.map((piece) => ("pieces" in piece ? joinPieces(piece.pieces) : piece.text)).join("");

/** An address that may be opened: http or https, and nothing that runs. */
export function toSafeUrl(url: unknown): string | undefined {
  if (typeof url !== "string" || !URL.canParse(url)) return undefined;
  return /^https?:$/.test(new URL(url).protocol) ? url : undefined;
}
