import type { Open } from "../common.ts";

/** A value, or text that WhatsApp replaces by one: `${data.x}`, `${form.x}`, or an expression in backticks. */
export type FlowDynamic<Value> = Value | string;

/** Flow JSON: the screens of a Flow, and how one leads to the next. */
export interface FlowJson {
  /** The version of Flow JSON; new Flows need `5.1` or newer. */
  readonly version: Open<"5.1" | "6.0" | "6.1" | "6.2" | "6.3" | "7.0" | "7.1" | "7.2" | "7.3">;
  /** Makes it a Flow with an endpoint. */
  readonly data_api_version?: Open<"3.0" | "4.0"> | undefined;
  /** Which screens can follow each screen. */
  readonly routing_model?: Readonly<Record<string, readonly string[]>> | undefined;
  /** 1 to 100 screens. */
  readonly screens: readonly FlowScreen[];
}

/** A screen of a Flow. */
export interface FlowScreen {
  /** Letters and underscores, unique; not `SUCCESS`. */
  readonly id: string;
  readonly title?: string | undefined;
  /** Whether the Flow can end here; it then needs a Footer. */
  readonly terminal?: boolean | undefined;
  readonly success?: boolean | undefined;
  /** Asks the endpoint when somebody comes back to the screen before this one. */
  readonly refresh_on_back?: boolean | undefined;
  /** What the screen is given, by name. */
  readonly data?: Readonly<Record<string, FlowData>> | undefined;
  /** Fields that the summary in the chat hides. */
  readonly sensitive?: readonly string[] | undefined;
  readonly layout: { readonly type: "SingleColumnLayout"; readonly children: readonly FlowComponent[] };
}

/** What a screen is given, as JSON Schema with an example. */
export interface FlowData {
  readonly type: Open<"string" | "number" | "boolean" | "object" | "array">;
  readonly items?: object | undefined;
  readonly properties?: object | undefined;
  readonly __example__: unknown;
}

/** What a tap or a selection does. */
export type FlowAction =
  | {
      readonly name: "navigate";
      readonly next: { readonly type: "screen"; readonly name: string };
      readonly payload: FlowPayload;
    }
  | { readonly name: "complete" | "data_exchange" | "update_data"; readonly payload: FlowPayload }
  | { readonly name: "open_url"; readonly url: string };

/** What an action carries, by name. */
export type FlowPayload = Readonly<Record<string, unknown>>;

/** One of several things to choose from. */
export interface FlowOption {
  readonly id: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly metadata?: string | undefined;
  readonly enabled?: FlowDynamic<boolean> | undefined;
  /** Base64. */
  readonly image?: string | undefined;
  readonly "alt-text"?: string | undefined;
  readonly color?: string | undefined;
  readonly "on-select-action"?: FlowAction | undefined;
  readonly "on-unselect-action"?: FlowAction | undefined;
}

/** Whether a component is shown. */
export interface FlowVisibility {
  readonly visible?: FlowDynamic<boolean> | undefined;
}

/** What components have that people fill in. */
export interface FlowField extends FlowVisibility {
  readonly name: string;
  readonly label: string;
  readonly enabled?: FlowDynamic<boolean> | undefined;
  readonly required?: FlowDynamic<boolean> | undefined;
  readonly "init-value"?: unknown;
  readonly "error-message"?: unknown;
}

/** What components have that offer options. */
export interface FlowChoice extends FlowField {
  readonly "data-source": FlowDynamic<readonly FlowOption[]>;
  readonly description?: string | undefined;
  readonly "min-selected-items"?: FlowDynamic<number> | undefined;
  readonly "max-selected-items"?: FlowDynamic<number> | undefined;
  readonly "media-size"?: string | undefined;
  readonly "on-select-action"?: FlowAction | undefined;
  readonly "on-unselect-action"?: FlowAction | undefined;
}

/** What components of text have. */
export interface FlowText extends FlowVisibility {
  readonly text: string | readonly string[];
  readonly "font-weight"?: string | undefined;
  readonly strikethrough?: FlowDynamic<boolean> | undefined;
  readonly markdown?: boolean | undefined;
}

/** What components have that ask for a day. */
export interface FlowDates extends Omit<FlowField, "label"> {
  readonly label: string | Readonly<Record<string, string>>;
  readonly "min-date"?: string | undefined;
  readonly "max-date"?: string | undefined;
  readonly "unavailable-dates"?: FlowDynamic<readonly string[]> | undefined;
  readonly "helper-text"?: string | Readonly<Record<string, string>> | undefined;
  readonly "on-select-action"?: FlowAction | undefined;
}

/** What components have that ask for files. */
export interface FlowPicker extends FlowField {
  readonly description?: string | undefined;
  readonly "max-file-size-kb"?: FlowDynamic<number> | undefined;
}

/** The components by their `type`. */
export interface FlowComponents {
  TextHeading: FlowText;
  TextSubheading: FlowText;
  TextBody: FlowText;
  TextCaption: FlowText;
  RichText: FlowText;
  TextInput: FlowField & {
    readonly "input-type"?: Open<"text" | "number" | "email" | "password" | "passcode" | "phone"> | undefined;
    readonly pattern?: string | undefined;
    readonly "min-chars"?: FlowDynamic<number> | undefined;
    readonly "max-chars"?: FlowDynamic<number> | undefined;
    readonly "helper-text"?: string | undefined;
    readonly "label-variant"?: string | undefined;
  };
  TextArea: FlowField & {
    readonly "max-length"?: FlowDynamic<number> | undefined;
    readonly "helper-text"?: string | undefined;
    readonly "label-variant"?: string | undefined;
  };
  CheckboxGroup: Omit<FlowChoice, "label"> & { readonly label?: string | undefined };
  RadioButtonsGroup: Omit<FlowChoice, "label"> & { readonly label?: string | undefined };
  Dropdown: FlowChoice;
  ChipsSelector: FlowChoice;
  Footer: FlowVisibility & {
    readonly label: string;
    readonly "on-click-action": FlowAction;
    readonly "left-caption"?: string | undefined;
    readonly "center-caption"?: string | undefined;
    readonly "right-caption"?: string | undefined;
    readonly enabled?: FlowDynamic<boolean> | undefined;
  };
  OptIn: FlowField & {
    readonly "on-click-action"?: FlowAction | undefined;
    readonly "on-select-action"?: FlowAction | undefined;
    readonly "on-unselect-action"?: FlowAction | undefined;
  };
  EmbeddedLink: FlowVisibility & { readonly text: string; readonly "on-click-action": FlowAction };
  DatePicker: FlowDates;
  CalendarPicker: FlowDates & {
    readonly mode?: Open<"single" | "range"> | undefined;
    readonly title?: string | undefined;
    readonly description?: string | undefined;
    readonly "include-days"?: FlowDynamic<readonly string[]> | undefined;
    readonly "min-days"?: FlowDynamic<number> | undefined;
    readonly "max-days"?: FlowDynamic<number> | undefined;
  };
  Image: FlowVisibility & {
    readonly src: string;
    readonly width?: number | undefined;
    readonly height?: number | undefined;
    readonly "scale-type"?: string | undefined;
    readonly "aspect-ratio"?: number | undefined;
    readonly "alt-text"?: string | undefined;
  };
  ImageCarousel: FlowVisibility & {
    readonly images: FlowDynamic<readonly { readonly src: string; readonly "alt-text": string }[]>;
    readonly "aspect-ratio"?: string | undefined;
    readonly "scale-type"?: string | undefined;
  };
  NavigationList: FlowVisibility & {
    readonly name: string;
    readonly "list-items": FlowDynamic<readonly FlowListItem[]>;
    readonly label?: string | undefined;
    readonly description?: string | undefined;
    readonly "media-size"?: string | undefined;
    readonly "on-click-action"?: FlowAction | undefined;
  };
  PhotoPicker: FlowPicker & {
    readonly "photo-source"?: string | undefined;
    readonly "min-uploaded-photos"?: FlowDynamic<number> | undefined;
    readonly "max-uploaded-photos"?: FlowDynamic<number> | undefined;
  };
  DocumentPicker: FlowPicker & {
    readonly "min-uploaded-documents"?: FlowDynamic<number> | undefined;
    readonly "max-uploaded-documents"?: FlowDynamic<number> | undefined;
    readonly "allowed-mime-types"?: FlowDynamic<readonly string[]> | undefined;
  };
  Form: {
    readonly name: string;
    readonly children: readonly FlowComponent[];
    readonly "init-values"?: unknown;
    readonly "error-messages"?: unknown;
  };
  If: {
    readonly condition: string;
    readonly then: readonly FlowComponent[];
    readonly else?: readonly FlowComponent[] | undefined;
  };
  Switch: { readonly value: string; readonly cases: Readonly<Record<string, readonly FlowComponent[]>> };
}

/** An element of a `NavigationList`. */
export interface FlowListItem {
  readonly id: string;
  readonly "main-content": {
    readonly title: string;
    readonly description?: string | undefined;
    readonly metadata?: string | undefined;
  };
  readonly start?: { readonly image: string; readonly "alt-text"?: string | undefined } | undefined;
  readonly end?:
    | {
        readonly title?: string | undefined;
        readonly description?: string | undefined;
        readonly metadata?: string | undefined;
      }
    | undefined;
  readonly badge?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly "on-click-action"?: FlowAction | undefined;
}

/** A component of a screen. */
export type FlowComponent = {
  [Type in keyof FlowComponents]: { readonly type: Type } & FlowComponents[Type];
}[keyof FlowComponents];
