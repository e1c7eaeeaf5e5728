import type { KnownButtonType } from "../types/templates/buttons.ts";
import type { buttonKinds } from "./button-kinds.ts";
import type { Filling, PlaceholdersOf } from "./placeholders.ts";
import type { AuthenticationSource, MarketingSource, SourceCard, UtilitySource } from "./source.ts";

/**
 * What the compiler checks in a definition besides its form: exactly one sample for each placeholder, and only keys
 * of its category. The type is `unknown` if all is well; otherwise the broken part gets a type that says in words what
 * is wrong, for the compiler's message to show.
 *
 * Written to be cheap: parts are looked up, not inferred, and types for messages are only computed for an error.
 * `bench/template-types.ts` measures the cost.
 */
export type CheckedSource<Source> = KeyDemands<Source> &
  BodyDemands<Source> &
  HeaderDemands<Source> &
  ButtonDemands<Source> &
  CodeDemands<Source> &
  CardDemands<Source>;

interface KeysOf {
  UTILITY: keyof UtilitySource;
  MARKETING: keyof MarketingSource;
  AUTHENTICATION: keyof AuthenticationSource;
}

/** The words are in an object: two different texts under one key would make the whole definition `never`. */
type KeyDemands<Source> = Source extends { category: keyof KeysOf }
  ? keyof Source extends KeysOf[Source["category"]]
    ? unknown
    : {
        [Key in Exclude<keyof Source, KeysOf[Source["category"]]> & string]: {
          because: `${Source["category"]} templates have no ${Key}`;
        };
      }
  : unknown;

/** A text with placeholders. */
type Open = `${string}{{${string}`;

type BodyDemands<Part> = Part extends { body: Open }
  ? { body: { example: Filling<PlaceholdersOf<Part["body"]>, string> } }
  : Part extends { body: { text: string } }
    ? SampleDemands<Part["body"]> extends infer Demand
      ? unknown extends Demand
        ? unknown
        : { body: Demand }
      : never
    : unknown;

type HeaderDemands<Source> = Source extends { header: { format: "TEXT"; text: string } }
  ? Source["header"] extends { example: string }
    ? unknown
    : SampleDemands<Source["header"]> extends infer Demand
      ? unknown extends Demand
        ? unknown
        : { header: Demand }
      : never
  : unknown;

/** The samples that a part with a text lacks, or has too many of. */
type SampleDemands<Part extends { text: string }> = Part["text"] extends Open
  ? PlaceholdersOf<Part["text"]> extends infer Names extends readonly string[]
    ? Part extends { example: Filling<Names, string> }
      ? Unnamed<Names, Part["example"]>
      : {
          example: Part extends { example: infer Example }
            ? Mismatch<Names, Example>
            : Filling<Names, string>;
        }
    : never
  : string extends Part["text"]
    ? unknown
    : Part extends { example: object }
      ? { example: "the text has no placeholders" }
      : unknown;

/** Named samples without a placeholder. */
type Unnamed<Names extends readonly string[], Example> = Example extends readonly unknown[]
  ? unknown
  : keyof Example extends Names[number]
    ? unknown
    : { example: `the text has no placeholder {{${Exclude<keyof Example, Names[number]> & string}}}` };

/** Says in words which samples are missing or surplus. */
type Mismatch<Names extends readonly string[], Example> = Example extends readonly unknown[]
  ? Names[number] extends `${number}`
    ? Names extends readonly [
        ...{ [Index in keyof Example]: string },
        infer Missing extends string,
        ...unknown[],
      ]
      ? `the placeholder {{${Missing}}} has no sample`
      : `the text has ${Names["length"]} placeholder(s), not more`
    : Filling<Names, string>
  : Filling<Names, string>;

type ButtonDemands<Part> = Part extends { buttons: readonly unknown[] }
  ? [Unsampled<Part["buttons"][number]>] extends [never]
    ? unknown
    : { buttons: { [Index in keyof Part["buttons"]]: ButtonDemand<Part["buttons"][Index]> } }
  : unknown;

/** The buttons that need a sample and have none. */
type Unsampled<Button> = Button extends { url: Open }
  ? Button extends { example: string | readonly [string] }
    ? never
    : Button
  : never;

type ButtonDemand<Button> = Button extends { url: Open } ? { example: string | readonly [string] } : unknown;

type CodeDemands<Source> = Source extends {
  category: "AUTHENTICATION";
  buttons: readonly [unknown, unknown, ...unknown[]];
}
  ? { buttons: { because: "AUTHENTICATION templates have exactly one button" } }
  : unknown;

type CardDemands<Source> = Source extends { cards: readonly unknown[] }
  ? true extends IsBroken<Source["cards"][number]>
    ? { cards: { [Index in keyof Source["cards"]]: CardDemand<Source["cards"][Index]> } }
    : unknown
  : unknown;

type CardDemand<Card> = BodyDemands<Card> & ButtonDemands<Card> & CardKeyDemands<Card>;

/** What a card must not have: keys that a card, its header, its body or one of its buttons does not have. */
type CardKeyDemands<Card> = Surplus<Card, keyof SourceCard, "cards"> &
  InPart<Card, "header", "format" | "example", "headers of cards"> &
  InPart<Card, "body", "text" | "example", "bodies of cards"> &
  (Card extends { buttons: readonly unknown[] }
    ? [SurplusKeys<Card["buttons"][number]>] extends [never]
      ? unknown
      : { buttons: { [Index in keyof Card["buttons"]]: ButtonKeyDemand<Card["buttons"][Index]> } }
    : unknown);

type InPart<Card, Key extends keyof SourceCard, Allowed, What extends string> = Card extends {
  [Part in Key]: infer Part extends object;
}
  ? unknown extends Surplus<Part, Allowed, What>
    ? unknown
    : { [Part in Key]: Surplus<Card[Key], Allowed, What> }
  : unknown;

type Surplus<Part, Allowed, What extends string> = [Exclude<keyof Part, Allowed>] extends [never]
  ? unknown
  : { [Key in Exclude<keyof Part, Allowed> & string]: { because: `${What} have no ${Key}` } };

/** The keys that this kind of button does not have; kinds that Meta has added since may have any. */
type SurplusKeys<Button> = Button extends { type: KnownButtonType }
  ? Exclude<keyof Button, "type" | keyof (typeof buttonKinds)[Button["type"]]["fields"]>
  : never;

type ButtonKeyDemand<Button> = [SurplusKeys<Button>] extends [never]
  ? unknown
  : {
      [Key in SurplusKeys<Button> & string]: {
        because: `${Button extends { type: infer Type extends string } ? Type : "these"} buttons have no ${Key}`;
      };
    };

type IsBroken<Card> = Card extends unknown ? (unknown extends CardDemand<Card> ? never : true) : never;
