import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { Dice } from "../support/seeded.ts";

const program = fileURLToPath(new URL("state-process.ts", import.meta.url));

/** What a process tells when it has started. */
interface Started {
  url: string;
  token: string;
  phoneNumberId: string;
  businessAccountId: string;
  ledger: string[];
  inbox: string[];
  templates: string[];
}

async function start(stateFile: string): Promise<{ child: ChildProcess; told: Started }> {
  const child = fork(program, [stateFile], { execArgv: ["--no-warnings"] });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`The simulator ended with code ${code}.`);
  });
  const [told] = (await Promise.race([once(child, "message"), ended])) as [Started];
  ended.catch(() => undefined);
  return { child, told };
}

/** Calls until the process is gone. Keeps the ids that were answered. */
async function callOn(
  { url, token }: Started,
  path: string,
  nextBody: () => object,
  keep: (answer: { id?: string; messages?: { id: string }[] }) => void,
): Promise<void> {
  for (;;) {
    try {
      const answer = await fetch(`${url}/v26.0/${path}`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify(nextBody()),
      });
      keep((await answer.json()) as { id?: string; messages?: { id: string }[] });
    } catch {
      return; // killed
    }
  }
}

/** Kills a simulator in the middle of calls, again and again: what was answered is there after each restart. */
export async function checkKills(seed: number, kills: number): Promise<void> {
  const dice = new Dice(seed);
  const folder = mkdtempSync(join(tmpdir(), "wacloud-state-"));
  const stateFile = join(folder, "state.json");
  const messages: string[] = [];
  const templates: string[] = [];
  let running: ChildProcess | undefined;
  try {
    for (let round = 0; round <= kills; round += 1) {
      const { child, told } = await start(stateFile);
      running = child;
      const where = `seed ${seed}, after kill ${round}`;
      expect(
        messages.filter((id) => !told.ledger.includes(id)),
        where,
      ).toEqual([]);
      expect(
        messages.filter((id) => !told.inbox.includes(id)),
        where,
      ).toEqual([]);
      expect(
        templates.filter((id) => !told.templates.includes(id)),
        where,
      ).toEqual([]);
      expect(new Set(told.ledger).size, where).toBe(told.ledger.length);
      expect(new Set(templates).size, where).toBe(templates.length);
      const body = {
        messaging_product: "whatsapp",
        to: "+5511987654321",
        type: "text",
        text: { body: "Hi" },
      };
      let count = 0;
      const template = () => {
        count += 1;
        const components = [{ type: "BODY", text: "News." }];
        return { name: `news_${round}_${count}`, language: "en_US", category: "MARKETING", components };
      };
      const keepMessage = ({ messages: sent = [] }: { messages?: { id: string }[] }) =>
        messages.push(...sent.map(({ id }) => id));
      const calls = [
        ...[1, 2, 3].map(() => callOn(told, `${told.phoneNumberId}/messages`, () => body, keepMessage)),
        callOn(told, `${told.businessAccountId}/message_templates`, template, ({ id }) => {
          if (id !== undefined) templates.push(id);
        }),
      ];
      const before = messages.length;
      await expect.poll(() => messages.length, { interval: 1 }).toBeGreaterThan(before);
      await wait(dice.between(0, 60));
      child.kill("SIGKILL");
      await Promise.all(calls);
    }
  } finally {
    running?.kill("SIGKILL");
    rmSync(folder, { recursive: true });
  }
}
