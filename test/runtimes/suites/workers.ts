import { assert } from "chai";
import { batch } from "../../webhooks/signed.ts";
import { post, text } from "./posting.ts";
import type { Suite, World } from "./world.ts";

/** A worker under test, asked from outside. */
export interface Worker extends World {
  url: string;
}

let marks = 0;
const newMark = () => `worker-${Date.now().toString(36)}-${++marks}`;

/** Lets the worker send with the client that all its requests share. */
const send = ({ url }: Worker, mark: string) =>
  fetch(`${url}/send?mark=${mark}`).then(({ status }) => status);

interface Progress {
  hasBegun: boolean;
  timesHandled: number;
}

/** How far the worker is with an event. */
const ask = async (url: string, path: "progress" | "release", id: string): Promise<Progress> =>
  (await fetch(`${url}/${path}?id=${id}`)).json() as Promise<Progress>;

/** Lets the handler of an event finish, which it does not do before. */
const release = (url: string, id: string) => ask(url, "release", id);

async function until(url: string, id: string, condition: (progress: Progress) => boolean): Promise<void> {
  while (!condition(await ask(url, "progress", id))) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** What must hold where each request has a life of its own, and what it began ends with it. */
export const workersSuite: Suite<Worker> = {
  "requests share one client, and each sends when its turn comes": async (worker) => {
    const mark = newMark();
    const statuses = await Promise.all(Array.from({ length: 12 }, () => send(worker, mark)));
    assert.deepEqual(new Set(statuses), new Set([200]));
    assert.deepInclude(await worker.seen(mark), { requests: 12, accepted: 12 });
  },

  "requests that end while their sends are queued do not block the others": async (worker) => {
    for (let round = 0; round < 3; round += 1) {
      const mark = newMark();
      const leaving = Array.from({ length: 4 }, () => fetch(`${worker.url}/leave?mark=${mark}`));
      const staying = Array.from({ length: 4 }, () => send(worker, mark));
      await Promise.all(leaving);
      assert.deepEqual(await Promise.all(staying), [200, 200, 200, 200]);
      assert.strictEqual(await send(worker, mark), 200);
    }
  },

  "a sender that hangs up leaves its events to be handled once": async ({ url }) => {
    for (const context of ["with", "without"]) {
      const id = `wamid.${newMark()}`;
      const address = new URL(`${url}/slow-webhook?respond=after-handlers&context=${context}`);
      const controller = new AbortController();
      const body = batch(text(id));
      const first = post(address, body, { signal: controller.signal }).catch(() => "gone");
      await until(url, id, ({ hasBegun }) => hasBegun);
      controller.abort();
      assert.strictEqual(await first, "gone");
      for (const one of [id, `${id}.next`]) await release(url, one);
      const again = await post(address, body, { signal: AbortSignal.timeout(15_000) });
      assert.strictEqual(again.status, 200, context);
      const next = await post(address, batch(text(`${id}.next`)), { signal: AbortSignal.timeout(15_000) });
      assert.strictEqual(next.status, 200, context);
      assert.deepInclude(await ask(url, "progress", id), { timesHandled: 1 }, context);
    }
  },

  "answering immediately loses no event: the work goes on where the context is passed, else it is awaited":
    async ({ url }) => {
      for (const context of ["with", "without"]) {
        const id = `wamid.${newMark()}`;
        const address = new URL(`${url}/slow-webhook?respond=immediately&context=${context}`);
        const answer = post(address, batch(text(id)));
        await until(url, id, ({ hasBegun }) => hasBegun);
        if (context === "with") assert.strictEqual((await answer).status, 200); // while its handler waits
        await release(url, id);
        assert.strictEqual((await answer).status, 200, context);
        if (context === "with") await until(url, id, ({ timesHandled }) => timesHandled > 0);
        assert.deepInclude(await ask(url, "progress", id), { timesHandled: 1 }, context);
      }
    },
};
