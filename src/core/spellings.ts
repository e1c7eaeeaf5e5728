/** Where something stands in a text. */
export interface Place {
  from: number;
  to: number;
}

/** A value in the form in which its spellings are alike. */
export interface Spelling {
  /** Its characters, unescaped, in lower case, without what surrounds them. */
  characters: readonly string[];
  /** The digits of what could be a phone number or another long number; empty for anything else. */
  digits: string;
}

/** A character of a text, read through all escapes, and where it stands in the text as it is. */
interface Unit extends Place {
  character: string;
}

/** Texts that are cut off are recognized by so many characters. */
const shortestPrefix = 8;

/** Numbers of so many digits are recognized however they are grouped. */
const shortestNumber = 7;

/** As many digits as a country code may have: a number may be quoted without it. */
const longestCountryCode = 3;

export function toSpelling(value: string): Spelling {
  const characters = trim(readUnits(value)).map(({ character }) => character);
  const digits = characters.filter((character) => /\d/.test(character)).join("");
  const isNumber = digits.length >= shortestNumber && characters.every((character) => !isLetter(character));
  return { characters, digits: isNumber ? digits : "" };
}

/** All places at which a text contains one of these values, whole or cut off, in any spelling; in order. */
export function findSpellings(text: string, spellings: readonly Spelling[]): Place[] {
  const units = readUnits(text);
  const found: Place[] = [];
  for (let index = 0; index < units.length; ) {
    const length = Math.max(0, ...spellings.map((spelling) => measure(units, index, spelling)));
    const [first, last] = [units[index], units[index + length - 1]];
    if (first !== undefined && last !== undefined && length > 0)
      found.push({ from: first.from, to: last.to });
    index += Math.max(1, length);
  }
  return found;
}

/** How many units from here on spell the value; 0 if they do not. */
function measure(units: readonly Unit[], start: number, { characters, digits }: Spelling): number {
  if (start > 0 && isWord(units[start]) && isWord(units[start - 1])) return 0;
  return Math.max(measureText(units, start, characters), measureNumber(units, start, digits));
}

function measureText(units: readonly Unit[], start: number, characters: readonly string[]): number {
  let same = 0;
  while (same < characters.length && units[start + same]?.character === characters[same]) same += 1;
  if (same === characters.length && !isInsideWord(units, start + same)) return same;
  while (same >= shortestPrefix && !endsWord(units, start + same)) same -= 1;
  return same >= shortestPrefix ? same : 0;
}

/** The digits in any grouping, with or without the country code, whole or cut off. */
function measureNumber(units: readonly Unit[], start: number, digits: string): number {
  const skippable = Math.min(longestCountryCode, Math.max(0, digits.length - shortestNumber));
  const starts =
    digits === "" ? [] : Array.from({ length: skippable + 1 }, (_, index) => digits.slice(index));
  return Math.max(0, ...starts.map((rest) => measureDigits(units, start, rest)));
}

function measureDigits(units: readonly Unit[], start: number, digits: string): number {
  let [end, matched, length] = [start, 0, 0];
  for (; end < units.length && matched < digits.length; end += 1) {
    const { character } = units[end] as Unit;
    if (character === digits[matched]) matched += 1;
    else if (matched === 0 || !separators.test(character)) break;
    const isLongEnough = matched >= Math.min(shortestPrefix, digits.length);
    if (character === digits[matched - 1] && isLongEnough && !isInsideWord(units, end + 1))
      length = end + 1 - start;
  }
  return length;
}

/** What may stand between the digits of a number. */
const separators = /[\s().,/+\-\u2010-\u2015\u200b-\u200f\u2060]/;

const isLetter = (character: string): boolean => /\p{L}/u.test(character);
const isWord = (unit: Unit | undefined): boolean =>
  unit !== undefined && /[\p{L}\p{N}]/u.test(unit.character);

/** Whether a word goes on across this index. */
const isInsideWord = (units: readonly Unit[], index: number): boolean =>
  isWord(units[index - 1]) && isWord(units[index]);

const endsWord = (units: readonly Unit[], index: number): boolean =>
  isWord(units[index - 1]) && !isWord(units[index]);

/** Without the punctuation around it, unless there is nothing else. */
function trim(units: readonly Unit[]): readonly Unit[] {
  const first = units.findIndex(isWord);
  return first === -1 ? units : units.slice(first, units.findLastIndex(isWord) + 1);
}

const named: Readonly<Record<string, string>> = {
  n: " ",
  r: " ",
  t: " ",
  b: "\b",
  f: "\f",
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** Escapes of JSON, of URLs and of HTML. */
const escapes =
  /\\u([0-9a-f]{4})|\\(["\\/nrtbf])|((?:%[0-9a-f]{2})+)|&#x([0-9a-f]{1,6});|&#(\d{1,7});|&(amp|lt|gt|quot|apos|nbsp);/giy;

/** Reads escapes until there are none left: what was escaped twice reads the same. */
function readUnits(text: string): Unit[] {
  let units = [...text].map(toUnits());
  for (let before = -1; before !== units.length; ) {
    before = units.length;
    units = unescapeOnce(units);
  }
  return joinSpaces(units.flatMap(fold));
}

const toUnits = () => {
  let at = 0;
  return (character: string): Unit => {
    const from = at;
    at += character.length;
    return { character, from, to: at };
  };
};

function unescapeOnce(units: readonly Unit[]): Unit[] {
  const text = units.map(({ character }) => (character.length === 1 ? character : "\ufffd")).join("");
  const read: Unit[] = [];
  for (let index = 0; index < units.length; ) {
    escapes.lastIndex = index;
    const match = escapes.exec(text);
    const plain = match === null ? undefined : readEscape(match);
    const end = index + (plain === undefined ? 1 : (match?.[0].length ?? 1));
    const [from, to] = [units[index]?.from ?? 0, units[end - 1]?.to ?? 0];
    for (const character of plain ?? [units[index]?.character ?? ""]) read.push({ character, from, to });
    index = end;
  }
  return joinSurrogates(read);
}

/** The characters that an escape stands for; `undefined` if it stands for none. */
function readEscape([, unicode, short, percent, hex, decimal, name]: RegExpExecArray): string[] | undefined {
  if (unicode !== undefined) return [String.fromCharCode(Number.parseInt(unicode, 16))];
  if (short !== undefined) return [named[short.toLowerCase()] ?? short];
  if (name !== undefined) return [named[name.toLowerCase()] ?? ""];
  if (percent !== undefined) return decodePercent(percent);
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0x10ffff ? undefined : [String.fromCodePoint(code)];
}

function decodePercent(text: string): string[] | undefined {
  try {
    return [...decodeURIComponent(text)];
  } catch {
    return undefined;
  }
}

/** JSON escapes one half of a character at a time. */
function joinSurrogates(units: readonly Unit[]): Unit[] {
  const joined: Unit[] = [];
  for (const unit of units) {
    const last = joined.at(-1);
    const isSecond =
      /^[\udc00-\udfff]$/.test(unit.character) && /^[\ud800-\udbff]$/.test(last?.character ?? "");
    if (last === undefined || !isSecond) joined.push(unit);
    else joined[joined.length - 1] = { ...last, character: last.character + unit.character, to: unit.to };
  }
  return joined;
}

/** Lower case, compatible forms, one kind of space, and no marks that nobody sees. */
function fold({ character, ...place }: Unit): Unit[] {
  const plain = character
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .replace(/[\s\p{Cc}+]/gu, " ");
  return [...plain].map((folded) => ({ character: folded, ...place }));
}

/** Several spaces count as one. */
const joinSpaces = (units: readonly Unit[]): Unit[] =>
  units.filter(({ character }, index) => character !== " " || units[index - 1]?.character !== " ");
