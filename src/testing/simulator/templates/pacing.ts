import type { SentMessage } from "../records.ts";
import type { StoredTemplate } from "./stored-template.ts";

/** Messages that are held until the quality of their template is known. */
export class Pacing {
  readonly held = new Map<StoredTemplate, SentMessage[]>();

  start(template: StoredTemplate): void {
    if (!this.isOn(template)) this.held.set(template, []);
  }

  isOn(template: StoredTemplate): boolean {
    return this.held.has(template);
  }

  hold(template: StoredTemplate, sent: SentMessage): void {
    this.held.get(template)?.push(sent);
  }

  /** Ends the pacing of a template. Returns the held messages, in order. */
  end(template: StoredTemplate): SentMessage[] {
    const held = this.held.get(template) ?? [];
    this.held.delete(template);
    return held;
  }
}
