import { defineTemplate } from "../templates/define.ts";
import type { TemplateSource } from "../templates/source.ts";
import type { Template } from "../types/templates/template.ts";
import { confirm } from "./confirm.ts";
import { list, object, oneOf, optional, text, values, whole } from "./fields.ts";
import { Refusal } from "./refusal.ts";
import { reading, type Tool, tool, writing } from "./tool.ts";

const templateName = () => text("The name: lowercase letters, digits, underscores.", 512);
const language = () => text("The language: en_US.", 20);

/** What a model needs to choose a template and to fill it in. */
const viewTemplate = ({ id, name, language, status, category, components, rejected_reason }: Template) => ({
  id,
  name,
  language,
  status,
  category,
  ...(rejected_reason === undefined || rejected_reason === "NONE" ? {} : { rejected_reason }),
  components,
});

const listTemplates = tool({
  name: "whatsapp_list_templates",
  title: "List WhatsApp templates",
  description:
    "Lists the account's templates with their texts and placeholders. Only those with status APPROVED can be sent. If next_after is returned, there are more.",
  annotations: reading,
  input: () =>
    object({
      status: optional(
        text("Only templates with this status: APPROVED, PENDING, REJECTED, PAUSED, DISABLED.", 40),
      ),
      limit: optional(whole("How many. Default: 25.", 1, 100)),
      after: optional(text("next_after of the page before.", 1000)),
    }),
  run: async ({ status, limit = 25, after }, { client }, { signal }) => {
    const page = await client.templates
      .list({ status: status?.toUpperCase(), limit, after }, { signal })
      .page();
    const next = page.next === undefined ? undefined : page.paging?.cursors?.after;
    return { templates: page.data.map(viewTemplate), ...(next === undefined ? {} : { next_after: next }) };
  },
});

const getTemplate = tool({
  name: "whatsapp_get_template",
  title: "Read a WhatsApp template",
  description: "Reads one template by its name: its languages, status, texts, placeholders and buttons.",
  annotations: reading,
  input: () => object({ template_name: templateName(), language: optional(language()) }),
  run: async ({ template_name: name, language }, { client }, { signal }) => {
    const { data } = await client.templates.list({ name, language, limit: 100 }, { signal }).page();
    if (data.length > 0) return { templates: data.map(viewTemplate) };
    throw new Refusal(
      "template_not_found",
      "The account has no such template in this language. whatsapp_list_templates lists what there is.",
    );
  },
});

const createTemplate = tool({
  name: "whatsapp_create_template",
  title: "Create a WhatsApp template",
  description:
    "Creates a template and submits it to Meta's review, which takes up to 24 hours; it can be sent once its status is APPROVED. Check with whatsapp_get_template that it does not exist.",
  annotations: writing,
  input: () =>
    object({
      template_name: templateName(),
      language: language(),
      category: oneOf(
        "UTILITY for what somebody asked for or must know (an order, an appointment), MARKETING for everything else.",
        ["UTILITY", "MARKETING"],
      ),
      body: text(
        "The text, with {{1}}, {{2}} or {{first_name}} for values. It must not begin or end with one.",
        1024,
      ),
      examples: optional(
        values("A sample for each placeholder of the body: a list for {{1}}, an object for {{first_name}}."),
      ),
      header: optional(text("A line above the text, without placeholders.", 60)),
      footer: optional(text("Small print below the text, without placeholders.", 60)),
      quick_replies: optional(
        list("Buttons that answer with their text.", text("What the button says.", 25), [1, 10]),
      ),
    }),
  run: async (
    { template_name, language, category, body, examples, header, footer, quick_replies },
    session,
    call,
  ) => {
    const source = {
      name: template_name,
      language,
      category,
      body: { text: body, ...(examples === undefined ? {} : { example: examples }) },
      ...(header === undefined ? {} : { header: { format: "TEXT", text: header } }),
      ...(footer === undefined ? {} : { footer }),
      ...(quick_replies === undefined
        ? {}
        : { buttons: quick_replies.map((text) => ({ type: "QUICK_REPLY", text })) }),
    };
    const template = defineTemplate(source as TemplateSource);
    if (session.rails.dryRun)
      return {
        dry_run: true,
        note: "Checked, but not created: this is a dry run.",
        would_create: template.definition,
      };
    const question = "Create this WhatsApp template, and submit it to Meta's review?";
    const input = template.definition;
    if (!(await confirm({ tool: "whatsapp_create_template", input, question }, session.rails, call)))
      throw new Refusal("not_confirmed", "Your user did not confirm this template. Nothing was created.");
    const {
      id,
      status,
      category: chosen,
    } = await session.client.templates.create(template, { signal: call.signal });
    return { id, status, category: chosen };
  },
});

export const templateTools: readonly Tool[] = [listTemplates, getTemplate, createTemplate];
