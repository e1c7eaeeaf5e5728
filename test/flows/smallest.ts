export const option = { id: "1", title: "One" };
const text = { type: "TextBody", text: "Hello" };
const complete = { name: "complete", payload: {} };

/** One of each component, as short as it can be. */
export const smallest: Record<string, Record<string, unknown>> = {
  TextHeading: { text: "A" },
  TextSubheading: { text: "A" },
  TextBody: { text: "A" },
  TextCaption: { text: "A" },
  RichText: { text: ["# A", "b"] },
  TextInput: { name: "a", label: "A" },
  TextArea: { name: "a", label: "A" },
  CheckboxGroup: { name: "a", label: "A", "data-source": [option] },
  RadioButtonsGroup: { name: "a", label: "A", "data-source": [option] },
  Dropdown: { name: "a", label: "A", "data-source": [option] },
  ChipsSelector: { name: "a", label: "A", "data-source": [option, { id: "2", title: "Two" }] },
  OptIn: { name: "a", label: "A" },
  EmbeddedLink: { text: "A".repeat(60), "on-click-action": { name: "open_url", url: "https://a.example" } },
  DatePicker: { name: "a", label: "A" },
  CalendarPicker: { name: "a", label: { "start-date": "From", "end-date": "To" }, mode: "range" },
  Image: { src: "iVBORw0KGgo=" },
  ImageCarousel: { images: [{ src: "iVBORw0KGgo=", "alt-text": "A" }] },
  PhotoPicker: { name: "a", label: "A" },
  DocumentPicker: { name: "a", label: "A" },
  If: { condition: "`true`", then: [text] },
  Switch: { value: "`'a'`", cases: { a: [text] } },
  Footer: { label: "A", "on-click-action": complete },
};
