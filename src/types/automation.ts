import * as z from "zod/mini";
import { once } from "../utils/once.ts";
import { list, rule, text, unique, withoutEmoji } from "./checks.ts";
import { changes } from "./setting-checks.ts";

/** What customers are offered in the chat. */
export interface Automation {
  /** Ice breakers, which a new chat shows. */
  prompts: string[];
  /** Commands, which a chat suggests after a slash. */
  commands: AutomationCommand[];
}

/** A command, without its slash. */
export interface AutomationCommand {
  /** 1 to 32 characters. */
  command_name: string;
  /** 1 to 256 characters. */
  command_description: string;
}

/** What to offer, prompts or commands or both; each list replaces the one there was. No emoji anywhere. */
export interface AutomationChanges {
  /** Up to 4, of 1 to 80 characters each. */
  prompts?: readonly string[] | undefined;
  /** Up to 30, each with a name of its own. */
  commands?: readonly AutomationCommand[] | undefined;
}

const plain = (max: number) => text(max).check(withoutEmoji());

const command = () => z.object({ command_name: plain(32), command_description: plain(256) });

export const automationChanges = once(() =>
  changes({
    prompts: list(plain(80), 0, 4),
    commands: list(command(), 0, 30).check(
      rule(
        (commands) => unique(commands, ({ command_name }) => command_name),
        "must not have two commands of the same name",
      ),
    ),
  }),
);
