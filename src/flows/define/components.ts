/** What Meta says about one type of component. */
export interface ComponentFacts {
  /** The first version that has it. Default: the first one of all. */
  since?: string;
  /** Whether people fill it in: it has a name, a label, and stands in the screen's Form. */
  isInput?: true;
  /** The keys that must be there. */
  required?: readonly string[];
  /** Keys that must be there from a version on. */
  requiredSince?: Readonly<Record<string, string>>;
  /** The most characters of texts, by path; `*` is each element of a list. */
  lengths?: Readonly<Record<string, number>>;
  /** The fewest and the most elements of lists, or branches. */
  sizes?: Readonly<Record<string, readonly [least: number, most: number]>>;
}

const option = {
  "data-source.*.title": 30,
  "data-source.*.description": 300,
  "data-source.*.metadata": 20,
};

const group: ComponentFacts = {
  isInput: true,
  required: ["name", "data-source"],
  requiredSince: { label: "4.0" },
  lengths: { label: 30, description: 300, ...option },
  sizes: { "data-source": [1, 20] },
};

const textOnly = (most: number): ComponentFacts => ({ required: ["text"], lengths: { text: most } });

const field = (lengths: Readonly<Record<string, number>>, more: ComponentFacts = {}): ComponentFacts => ({
  isInput: true,
  ...more,
  required: ["name", "label", ...(more.required ?? [])],
  lengths: { ...lengths, ...more.lengths },
});

const picker = field({ label: 80, description: 300 }, { since: "4.0" });

/** The components, as management 5.6 lists them. A type that is not in here is Meta's to judge. */
export const components: Readonly<Record<string, ComponentFacts>> = {
  TextHeading: textOnly(80),
  TextSubheading: textOnly(80),
  TextBody: textOnly(4096),
  TextCaption: textOnly(409),
  RichText: { since: "5.1", required: ["text"] },
  TextInput: field({ label: 20, "helper-text": 80, "error-message": 30 }),
  TextArea: field({ label: 20, "helper-text": 80 }),
  CheckboxGroup: group,
  RadioButtonsGroup: group,
  Dropdown: field(
    { label: 20, ...option },
    { required: ["data-source"], sizes: { "data-source": [1, 200] } },
  ),
  ChipsSelector: field(
    { label: 80, description: 300 },
    { since: "6.3", required: ["data-source"], sizes: { "data-source": [2, 20] } },
  ),
  Footer: {
    required: ["label", "on-click-action"],
    lengths: { label: 35, "left-caption": 15, "center-caption": 15, "right-caption": 15 },
  },
  OptIn: field({ label: 120 }),
  EmbeddedLink: { required: ["text", "on-click-action"] },
  DatePicker: field({ label: 40, "helper-text": 80, "error-message": 80 }),
  CalendarPicker: field(
    { title: 80, description: 300, label: 40, "helper-text": 80, "error-message": 80 },
    { since: "6.1", lengths: { "label.*": 40, "helper-text.*": 80, "error-message.*": 80 } },
  ),
  Image: { required: ["src"] },
  ImageCarousel: { since: "7.1", required: ["images"], sizes: { images: [1, 3] } },
  NavigationList: {
    since: "6.2",
    required: ["name", "list-items"],
    lengths: {
      label: 80,
      description: 300,
      "list-items.*.main-content.title": 30,
      "list-items.*.main-content.description": 20,
      "list-items.*.main-content.metadata": 80,
      "list-items.*.end.title": 10,
      "list-items.*.end.description": 10,
      "list-items.*.end.metadata": 10,
      "list-items.*.badge": 15,
      "list-items.*.tags.*": 15,
    },
    sizes: { "list-items": [1, 20], "list-items.*.tags": [0, 3] },
  },
  PhotoPicker: picker,
  DocumentPicker: picker,
  Form: {},
  If: { since: "4.0", required: ["condition", "then"], sizes: { then: [1, 50] } },
  Switch: { since: "4.0", required: ["value", "cases"], sizes: { cases: [1, Number.POSITIVE_INFINITY] } },
};

/** What Meta says about an action. */
interface ActionFacts {
  since?: string;
  required: readonly string[];
}

export const actions: Readonly<Record<string, ActionFacts>> = {
  navigate: { required: ["next", "payload"] },
  complete: { required: ["payload"] },
  data_exchange: { required: ["payload"] },
  update_data: { since: "6.0", required: ["payload"] },
  open_url: { since: "6.0", required: ["url"] },
};

/** How many of a type a screen has at most, outside of branches. */
export const mostPerScreen: Readonly<Record<string, number>> = {
  OptIn: 5,
  Image: 3,
  EmbeddedLink: 2,
  Footer: 1,
};
