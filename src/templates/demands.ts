import type { Filling, IsKnown, PlaceholdersOf } from "./placeholders.ts";
import type { AuthenticationSource, MarketingSource, UtilitySource } from "./source.ts";

/**
 * What the compiler demands of a definition beside its form: a sample for every placeholder and none too many, and
 * only keys that its category has. It is `unknown` where all is well; else the broken part gets a type that says in
 * words what is wrong, for the compiler's message to show.
 */
export type Demands<Source> = KeyDemands<Source> &
  BodyDemands<Source> &
  HeaderDemands<Source> &
  ButtonDemands<Source> &
  CardDemands<Source>;

interface KeysOf {
  UTILITY: keyof UtilitySource;
  MARKETING: keyof MarketingSource;
  AUTHENTICATION: keyof AuthenticationSource;
}

type KeyDemands<Source> = Source extends { category: infer Category extends keyof KeysOf }
  ? [Exclude<keyof Source, KeysOf[Category]>] extends [never]
    ? unknown
    : { [Key in Exclude<keyof Source, KeysOf[Category]> & string]: `${Category} templates have no ${Key}` }
  : unknown;

type BodyDemands<Part> = Part extends { body: infer Body extends string | { text: string } }
  ? SampleDemands<Body extends { text: infer Text } ? Text : Body, Body> extends infer Demand
    ? unknown extends Demand
      ? unknown
      : { body: Demand }
    : never
  : unknown;

type HeaderDemands<Source> = Source extends { header: infer Header extends { format: "TEXT"; text: string } }
  ? Header extends { example: string }
    ? unknown
    : SampleDemands<Header["text"], Header> extends infer Demand
      ? unknown extends Demand
        ? unknown
        : { header: Demand }
      : never
  : unknown;

/** What a part with a text lacks, or has too many. */
type SampleDemands<Text, Part> = Text extends string
  ? IsKnown<Text> extends true
    ? PlaceholdersOf<Text> extends infer Names extends readonly string[]
      ? Names extends readonly []
        ? Part extends { example: readonly [] | undefined }
          ? unknown
          : Part extends { example: unknown }
            ? { example: "the text has no placeholders" }
            : unknown
        : Part extends { example: Filling<Names, string> }
          ? Names[number] extends `${number}`
            ? unknown
            : Unnamed<Names, Part["example"]>
          : {
              example: Part extends { example: infer Example }
                ? Mismatch<Names, Example>
                : Filling<Names, string>;
            }
      : never
    : unknown
  : unknown;

/** Named samples that the text does not ask for. */
type Unnamed<Names extends readonly string[], Example> = [Exclude<keyof Example, Names[number]>] extends [
  never,
]
  ? unknown
  : { example: `the text has no placeholder {{${Exclude<keyof Example, Names[number]> & string}}}` };

/** In words, which of the samples are missing or too many. */
type Mismatch<Names extends readonly string[], Example> = Example extends readonly unknown[]
  ? Names[number] extends `${number}`
    ? Names extends readonly [
        ...{ [Index in keyof Example]: string },
        infer Missing extends string,
        ...unknown[],
      ]
      ? `the placeholder {{${Missing}}} has no sample`
      : `the text has ${Names["length"]} placeholders`
    : Filling<Names, string>
  : Filling<Names, string>;

type ButtonDemands<Part> = Part extends { buttons: infer Buttons extends readonly unknown[] }
  ? Extract<Buttons[number], Unsampled> extends infer Lacking
    ? [Exclude<Lacking, { example: string | readonly [string] }>] extends [never]
      ? unknown
      : { buttons: { [Index in keyof Buttons]: ButtonDemand<Buttons[Index]> } }
    : never
  : unknown;

/** A URL button with a placeholder. */
interface Unsampled {
  url: `${string}{{${string}`;
}

type ButtonDemand<Button> = Button extends Unsampled ? { example: string | readonly [string] } : unknown;

type CardDemands<Source> = Source extends { cards: infer Cards extends readonly unknown[] }
  ? true extends IsBroken<Cards[number]>
    ? { cards: { [Index in keyof Cards]: CardDemand<Cards[Index]> } }
    : unknown
  : unknown;

type IsBroken<Card> = Card extends unknown ? (unknown extends CardDemand<Card> ? never : true) : never;

type CardDemand<Card> = BodyDemands<Card> & ButtonDemands<Card>;
