import { describe, expect, test } from "vitest";
import { defineFlow, type FlowJson, ValidationError } from "wacloud/flows";
import { option, smallest } from "./smallest.ts";

type Loose = Record<string, unknown>;

const complete = (payload: object = {}) => ({ name: "complete", payload });
const footer = (action: object = complete()) => ({
  type: "Footer",
  label: "Send",
  "on-click-action": action,
});
const navigate = (name: string, payload: object = {}) => ({
  name: "navigate",
  next: { type: "screen", name },
  payload,
});
const layout = (...children: unknown[]) => ({ type: "SingleColumnLayout", children });

/** A screen at which the Flow ends, with these components above its Footer. */
const last = (children: unknown[] = [], more: Loose = {}) => ({
  id: "LAST",
  terminal: true,
  layout: layout(...children, footer()),
  ...more,
});
const flowOf = (screens: unknown[], more: Loose = {}) => ({ version: "7.3", screens, ...more });
const withComponents = (...children: unknown[]) => flowOf([last(children)]);
const two = (first: Loose, more: Loose = {}) => flowOf([{ id: "FIRST", ...first }, last()], more);

const input = { type: "TextInput", name: "name", label: "Name" };
const text = { type: "TextBody", text: "Hello" };
const dropdown = { type: "Dropdown", name: "slot", label: "Slot", "data-source": [option] };
const link = (action: object) => ({ type: "EmbeddedLink", text: "More", "on-click-action": action });
const ifElse = (then: unknown[], otherwise?: unknown[]) => ({
  type: "If",
  condition: "`true`",
  then,
  ...(otherwise === undefined ? {} : { else: otherwise }),
});
const switching = (cases: Record<string, unknown[]>) => ({ type: "Switch", value: "`'a'`", cases });
/** As many `If` in each other. */
const nested = (levels: number, inside: unknown[] = [text]): object =>
  ifElse(levels === 1 ? inside : [nested(levels - 1, inside)]);
const at = (rest: string) => `screens.0.layout.children.0.${rest}`;
const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));
const word = (index: number) => "A".repeat(index + 1);
const long = (length: number) => "x".repeat(length);

const define = (flow: unknown) => defineFlow(flow as FlowJson);

function issuesOf(flow: unknown): [path: string, message: string][] {
  try {
    define(flow);
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as ValidationError).issues.map(({ path, message }) => [path, message]);
  }
  return [];
}

const without = (component: Loose, key: string) =>
  Object.fromEntries(Object.entries(component).filter(([name]) => name !== key));

const listItem = { id: "1", "main-content": { title: "One" } };
const list = (more: Loose = {}) => ({
  type: "NavigationList",
  name: "list",
  "list-items": [{ ...listItem, "on-click-action": navigate("LAST") }],
  ...more,
});

describe("what passes", () => {
  const { Footer: _, ...others } = smallest;
  test.each(Object.entries(others))("%s", (type, facts) => {
    expect(issuesOf(withComponents({ type, ...facts }))).toEqual([]);
  });

  test("a NavigationList", () => {
    expect(issuesOf(two({ layout: layout(list()) }))).toEqual([]);
  });

  test("the sample of Meta, with an endpoint", () => {
    const slots = {
      type: "array",
      items: { type: "object", properties: { id: { type: "string" }, title: { type: "string" } } },
      __example__: [{ id: "1", title: "08:00" }],
    } as const;
    const flow = defineFlow({
      version: "7.3",
      data_api_version: "4.0",
      routing_model: { DATE: ["CONFIRM"], CONFIRM: [] },
      screens: [
        {
          id: "DATE",
          title: "Date",
          data: { slots },
          layout: {
            type: "SingleColumnLayout",
            children: [
              {
                type: "Dropdown",
                name: "slot",
                label: "Slot",
                required: true,
                "data-source": "${data.slots}",
              },
              {
                type: "Footer",
                label: "Next",
                "on-click-action": { name: "data_exchange", payload: { slot: "${form.slot}" } },
              },
            ],
          },
        },
        {
          id: "CONFIRM",
          title: "Done",
          terminal: true,
          layout: {
            type: "SingleColumnLayout",
            children: [
              { type: "TextBody", text: "`'Slot ' ${screen.DATE.form.slot}`" },
              {
                type: "Footer",
                label: "Confirm",
                "on-click-action": { name: "complete", payload: { slot: "${screen.DATE.form.slot}" } },
              },
            ],
          },
        },
      ],
    });
    expect(flow.screens[0].id).toBe("DATE");
    expect(Object.keys(flow)).toEqual(["version", "data_api_version", "routing_model", "screens"]);
  });

  test.each<[string, unknown]>([
    ["components that nobody knows", withComponents({ type: "Slider", name: "a", min: 1 })],
    [
      "keys that nobody knows",
      { ...flowOf([last([{ ...text, tomorrow: 1 }], { tomorrow: 1 })]), tomorrow: 1 },
    ],
    ["actions that nobody knows", withComponents(link({ name: "call" }))],
    ["an empty routing model for one screen", flowOf([last()], { routing_model: {} })],
    ["an old version", { ...withComponents(input), version: "2.1" }],
    [
      "a group without a label before 4.0",
      {
        ...withComponents({ type: "CheckboxGroup", name: "a", "data-source": [option] }),
        version: "3.1",
      },
    ],
    ["a form", withComponents({ type: "Form", name: "form", children: [input, { ...input, name: "b" }] })],
    [
      "text that WhatsApp fills in, of any length",
      flowOf([
        last(
          [
            { type: "TextHeading", text: `\${data.name} ${long(90)}` },
            { type: "TextHeading", text: `\`'${long(90)}'\`` },
          ],
          {
            data: { name: { type: "string", __example__: "Ana" } },
          },
        ),
      ]),
    ],
    [
      "navigate that leaves out data",
      {
        ...flowOf([
          { id: "FIRST", layout: layout(footer(navigate("LAST"))) },
          last([], {
            data: { a: { type: "string", __example__: "" }, b: { type: "string", __example__: "" } },
          }),
        ]),
      },
    ],
    [
      "update_data of what the screen declares",
      flowOf([
        last([{ ...dropdown, "on-select-action": { name: "update_data", payload: { a: 1 } } }], {
          data: { a: { type: "number", __example__: 1 } },
        }),
      ]),
    ],
    [
      "a Footer in both branches",
      flowOf([
        last([], { layout: layout({ type: "If", condition: "`true`", then: [footer()], else: [footer()] }) }),
      ]),
    ],
    [
      "a Footer in all cases",
      flowOf([last([], { layout: layout(switching({ a: [footer()], b: [text, footer()] })) })]),
    ],
    ["3 If in each other, and a Switch in them", withComponents(nested(3, [switching({ a: [text] })]))],
    ["branches beside a Footer", withComponents(ifElse([text], [text]), switching({ a: [text] }))],
    [
      "branches in a Form, with its Footer",
      flowOf([
        last([], {
          layout: layout({ type: "Form", name: "form", children: [ifElse([input, footer()], [footer()])] }),
        }),
      ]),
    ],
    ["an endpoint, and a route", flowOf([last()], { data_api_version: "4.0", routing_model: { LAST: [] } })],
    ["an endpoint, and no route", flowOf([last()], { data_api_version: "4.0", routing_model: {} })],
    ["emojis, which are one character each", withComponents({ ...input, label: "😀".repeat(20) })],
    [
      "two ways to one screen",
      flowOf(
        ["A", "B", "C"].map((id) => last([], { id })),
        { routing_model: { A: ["B", "C"], B: ["C"], C: [] } },
      ),
    ],
    ["200 options", withComponents({ ...dropdown, "data-source": times(200, () => option) })],
  ])("%s", (_name, flow) => {
    expect(issuesOf(flow)).toEqual([]);
    expect(define(flow)).toBe(flow);
  });
});

/** What is wrong with a Flow, and the only path that is then named. */
const refused: [what: string, path: string, flow: unknown][] = [
  ["no version", "version", { screens: [last()] }],
  ["a version that is none", "version", { ...withComponents(), version: "7" }],
  ["no screens", "screens", { version: "7.3" }],
  ["an empty list of screens", "screens", flowOf([])],
  ["101 screens", "screens", flowOf(times(101, (index) => last([], { id: word(index) })))],
  ["no terminal screen", "screens", flowOf([{ id: "A", layout: layout(text) }])],
  ["no id", "screens.0.id", flowOf([last([], { id: undefined })])],
  ["an id twice", "screens.1.id", flowOf([last(), last()])],
  ["a reserved id", "screens.0.id", flowOf([last([], { id: "success" })])],
  ["an id with a digit", "screens.0.id", flowOf([last([], { id: "STEP1" })])],
  ["an id with a dash", "screens.0.id", flowOf([last([], { id: "STEP-A" })])],
  ["a terminal screen without a Footer", "screens.0", flowOf([last([], { layout: layout(text) })])],
  [
    "another layout",
    "screens.0.layout.type",
    flowOf([last([], { layout: { ...layout(footer()), type: "Grid" } })]),
  ],
  ["51 components", "screens.0.layout.children", withComponents(...times(50, () => text))],
  [
    "6 OptIns",
    "screens.0.layout.children",
    withComponents(...times(6, (index) => ({ type: "OptIn", label: "A", name: word(index) }))),
  ],
  ["4 Images", "screens.0.layout.children", withComponents(...times(4, () => ({ type: "Image", src: "A" })))],
  [
    "3 EmbeddedLinks",
    "screens.0.layout.children",
    withComponents(...times(3, () => link({ name: "open_url", url: "https://a.example" }))),
  ],
  ["2 Footers", "screens.0.layout.children", withComponents(footer())],
  ["data without a type", "screens.0.data.a.type", flowOf([last([], { data: { a: { __example__: 1 } } })])],
  [
    "data without an example",
    "screens.0.data.a.__example__",
    flowOf([last([], { data: { a: { type: "string" } } })]),
  ],
  [
    "an input outside of the Form",
    "screens.0.layout.children.1.type",
    withComponents({ type: "Form", name: "f", children: [input] }, { ...input, name: "b" }),
  ],
  ["a name twice", "screens.0.layout.children.1.name", withComponents(input, input)],
  [
    "a name twice, in a branch",
    "screens.0.layout.children.1.then.0.name",
    withComponents(input, { type: "If", condition: "`true`", then: [input] }),
  ],
  [
    "a name twice, in two branches",
    at("cases.b.0.name"),
    withComponents({ type: "Switch", value: "`'a'`", cases: { a: [input], b: [input] } }),
  ],
  ["data that is not declared", at("text"), withComponents({ ...text, text: "Hello ${data.name}" })],
  [
    "a form field that does not exist",
    "screens.0.layout.children.1.text",
    withComponents(input, { ...text, text: "`${form.nam} == 'a'`" }),
  ],
  ["a screen that does not exist", at("text"), withComponents({ ...text, text: "${screen.FIRST.form.a}" })],
  [
    "an input that another screen has not",
    "screens.1.layout.children.0.text",
    flowOf([
      { id: "FIRST", layout: layout(input, footer(navigate("LAST"))) },
      last([{ ...text, text: "${screen.FIRST.form.age}" }]),
    ]),
  ],
  [
    "data that another screen has not",
    "screens.1.layout.children.0.text",
    flowOf([
      { id: "FIRST", layout: layout(input, footer(navigate("LAST"))) },
      last([{ ...text, text: "${screen.FIRST.data.name}" }]),
    ]),
  ],
  [
    "a reference in a payload",
    "screens.0.layout.children.0.on-click-action.payload.a",
    flowOf([last([], { layout: layout(footer(complete({ a: "${form.a}" }))) })]),
  ],
  ["a reference in a title", "screens.0.title", flowOf([last([], { title: "${data.title}" })])],
  [
    "`complete` on a screen that is not terminal",
    at("on-click-action.name"),
    two({ layout: layout(footer()) }),
  ],
  ["`complete` on a link", at("on-click-action.name"), withComponents(link(complete()))],
  [
    "navigate without next",
    at("on-click-action.next"),
    two({ layout: layout(footer({ name: "navigate", payload: {} })) }),
  ],
  [
    "navigate without payload",
    at("on-click-action.payload"),
    two({ layout: layout(footer({ ...navigate("LAST"), payload: undefined })) }),
  ],
  [
    "complete without payload",
    at("on-click-action.payload"),
    flowOf([last([], { layout: layout(footer({ name: "complete" })) })]),
  ],
  ["open_url without url", at("on-click-action.url"), withComponents(link({ name: "open_url" }))],
  ["navigate to nowhere", at("on-click-action.next.name"), two({ layout: layout(footer(navigate("NEXT"))) })],
  ["navigate to itself", at("on-click-action.next.name"), two({ layout: layout(footer(navigate("FIRST"))) })],
  [
    "navigate off the route",
    at("on-click-action.next.name"),
    two({ layout: layout(footer(navigate("LAST"))) }, { routing_model: { FIRST: [], LAST: [] } }),
  ],
  [
    "navigate with data that the target has not",
    at("on-click-action.payload.a"),
    two({ layout: layout(footer(navigate("LAST", { a: 1 }))) }),
  ],
  [
    "navigate of a list's item to nowhere",
    at("list-items.0.on-click-action.next.name"),
    two({ layout: layout(list({ "list-items": [{ ...listItem, "on-click-action": navigate("NEXT") }] })) }),
  ],
  [
    "update_data of what the screen has not",
    at("on-select-action.payload.a"),
    withComponents({ ...dropdown, "on-select-action": { name: "update_data", payload: { a: 1 } } }),
  ],
  ["a route of no screen", "routing_model.NEXT", flowOf([last()], { routing_model: { LAST: [], NEXT: [] } })],
  ["a route to no screen", "routing_model.LAST.0", flowOf([last()], { routing_model: { LAST: ["NEXT"] } })],
  ["a route to itself", "routing_model.LAST.0", flowOf([last()], { routing_model: { LAST: ["LAST"] } })],
  [
    "a way back",
    "routing_model.B.0",
    flowOf(
      ["A", "B"].map((id) => last([], { id })),
      { routing_model: { A: ["B"], B: ["A"] } },
    ),
  ],
  [
    "a circle",
    "routing_model.C.0",
    flowOf(
      ["A", "B", "C"].map((id) => last([], { id })),
      { routing_model: { A: ["B"], B: ["C"], C: ["A"] } },
    ),
  ],
  [
    "11 routes",
    "routing_model.A",
    flowOf(
      times(12, (index) => last([], { id: word(index) })),
      { routing_model: { A: times(11, (index) => word(index + 1)) } },
    ),
  ],
  [
    "data_exchange without a data API",
    "data_api_version",
    withComponents({ ...dropdown, "on-select-action": { name: "data_exchange", payload: {} } }),
  ],
  ["an endpoint without routes", "routing_model", flowOf([last()], { data_api_version: "4.0" })],
  ["4 If in each other", at("then.0.then.0.then.0.type"), withComponents(nested(4))],
  [
    "4 If in each other, one in `else`",
    at("else.0.then.0.then.0.type"),
    withComponents(ifElse([text], [nested(3)])),
  ],
  ["an If in a Switch", at("cases.a.0.type"), withComponents(switching({ a: [nested(1)] }))],
  [
    "a Switch in a Switch",
    at("cases.a.0.type"),
    withComponents(switching({ a: [switching({ b: [text] })] })),
  ],
  ["a Footer in `then` only", at("else"), flowOf([last([], { layout: layout(ifElse([footer()], [text])) })])],
  [
    "a Footer in `then`, and no `else`",
    at("else"),
    flowOf([last([], { layout: layout(ifElse([footer()])) })]),
  ],
  ["a Footer in `else` only", at("then"), flowOf([last([], { layout: layout(ifElse([text], [footer()])) })])],
  [
    "a Footer in one case only",
    at("cases.b"),
    flowOf([last([], { layout: layout(switching({ a: [footer()], b: [text] })) })]),
  ],
  [
    "a Footer in a branch of a branch",
    at("then.0.then.0.type"),
    flowOf([last([], { layout: layout(ifElse([ifElse([footer()]), footer()], [footer()])) })]),
  ],
  [
    "a Footer in a Switch in an If",
    at("then.0.cases.a.0.type"),
    flowOf([last([], { layout: layout(ifElse([switching({ a: [footer()] }), footer()], [footer()])) })]),
  ],
  [
    "a Footer beside those of branches",
    "screens.0.layout.children.1.type",
    withComponents(ifElse([footer()], [footer()])),
  ],
  ["an empty `then`", at("then"), withComponents({ type: "If", condition: "`true`", then: [] })],
  ["no cases", at("cases"), withComponents({ type: "Switch", value: "`1`", cases: {} })],
  [
    "an option's title",
    at("data-source.0.title"),
    withComponents({ ...dropdown, "data-source": [{ ...option, title: long(31) }] }),
  ],
  [
    "an option's description",
    at("data-source.0.description"),
    withComponents({ ...dropdown, "data-source": [{ ...option, description: long(301) }] }),
  ],
  [
    "an option's metadata",
    at("data-source.0.metadata"),
    withComponents({ ...dropdown, "data-source": [{ ...option, metadata: long(21) }] }),
  ],
  [
    "201 options",
    at("data-source"),
    withComponents({ ...dropdown, "data-source": times(201, () => option) }),
  ],
  [
    "101 options with images",
    at("data-source"),
    withComponents({ ...dropdown, "data-source": times(101, () => ({ ...option, image: "A" })) }),
  ],
  [
    "a group of 21",
    at("data-source"),
    withComponents({
      type: "RadioButtonsGroup",
      name: "a",
      label: "A",
      "data-source": times(21, () => option),
    }),
  ],
  [
    "one chip",
    at("data-source"),
    withComponents({ type: "ChipsSelector", name: "a", label: "A", "data-source": [option] }),
  ],
  [
    "4 images in a carousel",
    at("images"),
    withComponents({ type: "ImageCarousel", images: times(4, () => ({ src: "A", "alt-text": "A" })) }),
  ],
  [
    "21 items in a list",
    at("list-items"),
    two({ layout: layout(list({ "list-items": times(21, () => listItem) })) }),
  ],
  [
    "an item's title",
    at("list-items.0.main-content.title"),
    two({ layout: layout(list({ "list-items": [{ ...listItem, "main-content": { title: long(31) } }] })) }),
  ],
  [
    "an item's tags",
    at("list-items.0.tags"),
    two({ layout: layout(list({ "list-items": [{ ...listItem, tags: ["a", "b", "c", "d"] }] })) }),
  ],
  [
    "a label of a range",
    at("label.start-date"),
    withComponents({
      type: "CalendarPicker",
      name: "a",
      label: { "start-date": long(41), "end-date": "To" },
    }),
  ],
];

describe("Flow JSON that nobody would write", () => {
  test("nested without end, or in a circle, is refused", () => {
    const branch = (inside: Loose): Loose => ({ type: "If", condition: "true", then: [inside] });
    const deep = times(10_000, () => branch).reduce<Loose>((inside, wrap) => wrap(inside), text);
    const circle: Loose = withComponents();
    circle.self = circle;
    for (const flow of [withComponents(deep), circle])
      expect(issuesOf(flow)).toEqual([["", "is nested in more than 200 levels"]]);
  });

  test("many references without an end are read at once", () => {
    const endless = ["${form.a", "${data.a", "${screen.A.data.a", "${data."].map((part) =>
      part.repeat(100_000),
    );
    const long = `\${data.${"a".repeat(1_000_000)}`;
    expect(
      issuesOf(withComponents(...[...endless, long].map((text) => ({ type: "TextBody", text })))),
    ).toEqual([]);
  });
});

describe("what is refused", () => {
  test.each(refused)("%s: %s", (_, path, flow) => {
    const issues = issuesOf(flow);
    expect(issues.map(([place]) => place)).toEqual([path]);
    expect(issues[0]?.[1]).toMatch(/\w{2}/);
  });

  test("no components", () => {
    const flow = flowOf([{ id: "FIRST", layout: layout() }, last()]);
    expect(issuesOf(flow).map(([path]) => path)).toEqual(["screens.0.layout.children"]);
  });

  const keys: [type: string, keys: string][] = [
    ["TextHeading TextSubheading TextBody TextCaption RichText", "text"],
    ["TextInput TextArea OptIn DatePicker CalendarPicker PhotoPicker DocumentPicker", "name label"],
    ["CheckboxGroup RadioButtonsGroup Dropdown ChipsSelector", "name label data-source"],
    ["EmbeddedLink", "text on-click-action"],
    ["Image", "src"],
    ["ImageCarousel", "images"],
    ["If", "condition then"],
    ["Switch", "value cases"],
  ];
  const missing = keys.flatMap(([types, names]) =>
    types.split(" ").flatMap((type) => names.split(" ").map((key) => [type, key] as const)),
  );
  test.each(missing)("%s without %s", (type, key) => {
    const flow = withComponents({ type, ...without(smallest[type] ?? {}, key) });
    expect(issuesOf(flow)).toEqual([[at(key), "is missing"]]);
  });

  test.each(["label", "on-click-action"])("a Footer without %s", (key) => {
    const flow = flowOf([last([], { layout: layout(without(footer(), key)) })]);
    expect(issuesOf(flow)).toEqual([[at(key), "is missing"]]);
  });

  test.each(["name", "list-items"])("a NavigationList without %s", (key) => {
    expect(issuesOf(two({ layout: layout(without(list(), key)) }))).toEqual([[at(key), "is missing"]]);
  });

  const limits: [type: string, key: string, most: number][] = [
    ["TextHeading", "text", 80],
    ["TextSubheading", "text", 80],
    ["TextBody", "text", 4096],
    ["TextCaption", "text", 409],
    ["TextInput", "label", 20],
    ["TextInput", "helper-text", 80],
    ["TextInput", "error-message", 30],
    ["TextArea", "label", 20],
    ["TextArea", "helper-text", 80],
    ["CheckboxGroup", "label", 30],
    ["RadioButtonsGroup", "label", 30],
    ["Dropdown", "label", 20],
    ["ChipsSelector", "label", 80],
    ["ChipsSelector", "description", 300],
    ["OptIn", "label", 120],
    ["DatePicker", "label", 40],
    ["DatePicker", "helper-text", 80],
    ["DatePicker", "error-message", 80],
    ["CalendarPicker", "title", 80],
    ["CalendarPicker", "description", 300],
    ["PhotoPicker", "label", 80],
    ["DocumentPicker", "description", 300],
  ];
  test.each(limits)("%s with a %s over %i", (type, key, most) => {
    const component = { type, ...smallest[type] };
    expect(issuesOf(withComponents({ ...component, [key]: long(most) }))).toEqual([]);
    expect(issuesOf(withComponents({ ...component, [key]: long(most + 1) }))).toEqual([
      [at(key), `must be at most ${most} characters; it has ${most + 1}`],
    ]);
  });

  test.each(["label:35", "left-caption:15", "center-caption:15", "right-caption:15"])(
    "a Footer's %s",
    (limit) => {
      const [key = "", most] = limit.split(":");
      const flow = flowOf([last([], { layout: layout({ ...footer(), [key]: long(Number(most) + 1) }) })]);
      expect(issuesOf(flow).map(([path]) => path)).toEqual([at(key)]);
    },
  );

  const since: [type: string, version: string, before: string][] = [
    ["RichText", "5.1", "5.0"],
    ["ChipsSelector", "6.3", "6.2"],
    ["CalendarPicker", "6.1", "6.0"],
    ["ImageCarousel", "7.1", "7.0"],
    ["If", "4.0", "3.1"],
    ["Switch", "4.0", "3.1"],
    ["PhotoPicker", "4.0", "3.1"],
    ["DocumentPicker", "4.0", "3.1"],
  ];
  test.each(since)("%s before %s", (type, version, before) => {
    const flow = withComponents({ type, ...smallest[type] });
    expect(issuesOf({ ...flow, version })).toEqual([]);
    expect(issuesOf({ ...flow, version: "10.0" })).toEqual([]);
    expect(issuesOf({ ...flow, version: before })).toEqual([
      [at("type"), `needs version ${version} of Flow JSON or newer`],
    ]);
  });

  test.each([
    [
      "update_data",
      { ...dropdown, "on-select-action": { name: "update_data", payload: {} } },
      "on-select-action",
    ],
    ["open_url", link({ name: "open_url", url: "https://a.example" }), "on-click-action"],
  ])("%s before 6.0", (_, component, key) => {
    const flow = withComponents(component);
    expect(issuesOf({ ...flow, version: "6.0" })).toEqual([]);
    expect(issuesOf({ ...flow, version: "5.1" }).map(([path]) => path)).toEqual([at(`${key}.name`)]);
  });

  test("everything that is wrong is named at once, and none of the texts", () => {
    const flow = {
      version: "x",
      screens: [last([{ ...text, text: `Ana ${long(5000)}` }], { id: "SUCCESS" })],
    };
    const error = (() => {
      try {
        return define(flow);
      } catch (thrown) {
        return thrown as ValidationError;
      }
    })() as ValidationError;
    expect(error.issues.map(({ path }) => path)).toEqual(["version", "screens.0.id", at("text")]);
    expect(error.message).not.toContain("Ana");
  });

  test.each([undefined, null, 5, "{}", [], {}, { screens: {} }, { version: "7.3", screens: [null, 5] }])(
    "%j is refused without another failure",
    (flow) => expect(() => define(flow)).toThrow(ValidationError),
  );
});
