import { AmbiguousSendError, isWhatsAppError, ValidationError } from "../../errors.ts";
import { GuardedStore } from "../../store/guarded-store.ts";
import { repliesKey, sendKey } from "../../store/keys.ts";
import { fitRecord, type SendEntry, SendRecord } from "../../store/send-record.ts";
import { toSendTag } from "../../store/send-tag.ts";
import type { Store } from "../../store/store.ts";
import type { Logger } from "../../types/common.ts";
import { abortable } from "../../utils/abortable.ts";
import { getOrAdd } from "../../utils/get-or-add.ts";
import type { Json } from "../../utils/json.ts";
import { log } from "../../utils/log.ts";
import { requestsEndAlone } from "../../utils/runtime.ts";
import { sha256 } from "../../utils/sha256.ts";
import type { ApiRequest, ApiResponse, Call, KeyedCall } from "../pipeline.ts";
import { ambiguousSend } from "../transport/ambiguous-send.ts";
import { invalid } from "../validate.ts";
import { contentDigest, findKind } from "./content-digest.ts";
import {
  type Attempt,
  type Attempts,
  type Decision,
  decideEntry,
  decideReply,
  decideSend,
  type Identity,
  named,
  otherMessage,
} from "./decide.ts";
import { Flights } from "./flight.ts";
import { neverLeft, rememberNeverLeft, takeNeverLeft } from "./never-left.ts";

/** Where a message with a key is remembered, and how it is compared with what is there. */
interface Place {
  record: SendRecord;
  /** The attempts of this run of a handler; of this call, for a send with a key of its own. */
  attempts: Map<string, Attempt>;
  /** Those of them that certainly did not leave, whether or not the store could record it. */
  refused: Set<string>;
  /** The attempts for the same event object. */
  tried: Set<string>;
  decide(
    entries: readonly SendEntry[],
    identity: Identity,
    attempts: Attempts,
    tried: ReadonlySet<string>,
  ): Decision;
  /** Replies keep refused entries: they show that equal content is the same reply. */
  keepsRefused: boolean;
}

/** What all messages with a key need. */
interface Ledger {
  store: Store;
  logger?: Logger | undefined;
}

/** A send with a key of the user's. */
export function keyedSend(ledger: Ledger, phoneNumberId: string, idempotencyKey: string): KeyedSend {
  const record = new SendRecord(
    new GuardedStore(ledger.store),
    sendKey(sha256, phoneNumberId, idempotencyKey),
  );
  const place = {
    record,
    attempts: new Map(),
    refused: new Set<string>(),
    tried: new Set<string>(),
    decide: decideSend,
    keepsRefused: false,
  };
  return new KeyedSend(ledger, place, (body) => ({ kind: named, digest: contentDigest(body) }));
}

/** What was tried for an event object, whatever client was used, and the record in each client's store. */
interface Tries {
  refused: Set<string>;
  tried: Set<string>;
  records: WeakMap<Store, SendRecord>;
}

const newTries = (): Tries => ({ refused: new Set(), tried: new Set(), records: new WeakMap() });
const triesByEvent = new WeakMap<object, Tries>();
const attemptsByRun = new WeakMap<object, Map<string, Attempt>>();

/**
 * A reply to an event, sent once however often the event is handled.
 *
 * @param run the same object for all replies of one run of the handler. Outside a handler, each `replyTo` is a run of
 * its own: a job that is repeated with the same event object must not reply twice.
 * @param event the same object for all replies to one event object.
 * @param name the user's name for the reply; its content does not matter then.
 */
export function keyedReply(
  ledger: Ledger,
  { run, event, eventId }: { run: object; event: object; eventId: string },
  name: string | undefined,
): KeyedSend {
  const attempts = getOrAdd(attemptsByRun, run, () => new Map<string, Attempt>());
  const { refused, tried, records } = getOrAdd(triesByEvent, event, newTries);
  const openRecord = () => new SendRecord(new GuardedStore(ledger.store), repliesKey(sha256, eventId));
  const record = getOrAdd(records, ledger.store, openRecord);
  const place = { record, attempts, refused, tried, decide: decideReply, keepsRefused: true };
  return new KeyedSend(ledger, place, (body) =>
    name === undefined
      ? { kind: findKind(body), digest: contentDigest(body) }
      : { kind: named, digest: sha256(name).slice(0, 20) },
  );
}

/** The calls under way in this process that have a key of the user's, by store. */
const flights = new WeakMap<Store, Flights<ApiResponse>>();

/** Others did something about the message between the lookup and the departure. */
class Superseded extends Error {
  readonly decision: Exclude<Decision, { action: "send" }>;

  constructor(decision: Exclude<Decision, { action: "send" }>) {
    super("Somebody else sends this message.");
    this.decision = decision;
  }
}

/** One message on its way through the pipeline: looked up, begun, and recorded as sent or refused. */
export class KeyedSend implements KeyedCall {
  readonly #ledger: Ledger;
  readonly #place: Place;
  readonly #identify: (body: Json) => Identity;
  readonly #nonce = crypto.randomUUID().slice(0, 8);
  #identity: Identity = { kind: "", digest: "" };
  #ownTag: string | undefined;
  #replaced: readonly SendEntry[] = [];
  #mayHaveBegun = false;
  #isUnclear = false;
  /** Whether the store may still hold as begun what did not leave. */
  #isStale = false;
  #isRepeated = false;

  constructor(ledger: Ledger, place: Place, identify: (body: Json) => Identity) {
    this.#ledger = ledger;
    this.#place = place;
    this.#identify = identify;
  }

  /** The tag that leads a status to the entry. */
  get tag(): string {
    return this.#tagOf(this.#nonce);
  }

  #tagOf(nonce: string): string {
    return toSendTag(this.#place.record.key, nonce);
  }

  /** Whether the response is that of an earlier send. */
  get isRepeated(): boolean {
    return this.#isRepeated;
  }

  /** Takes the body that will be sent. It carries {@link tag}, the user's own tag, or none. */
  describe(body: Json): this {
    this.#identity = this.#identify(body);
    const tag = body.biz_opaque_callback_data;
    this.#ownTag = tag === this.tag ? undefined : String(tag ?? "");
    return this;
  }

  run<T>(request: ApiRequest<T>, next: Call): Promise<ApiResponse<T>> {
    const isShared = this.#identity.kind === named && !requestsEndAlone();
    return isShared ? (this.#share(request, next) as Promise<ApiResponse<T>>) : this.#sendOnce(request, next);
  }

  /** Callers with the same key wait for one call. */
  #share(request: ApiRequest, next: Call): Promise<ApiResponse> {
    const { digest } = this.#identity;
    const { record, keepsRefused } = this.#place;
    const underWay = getOrAdd(flights, this.#ledger.store, () => new Flights<ApiResponse>());
    const departure = {
      digest,
      start: (signal: AbortSignal) => this.#sendOnce({ ...request, signal }, next),
      toAbortError: (reason: unknown) =>
        this.#mayHaveBegun ? ambiguousSend(request, reason, { repeated: false }) : reason,
    };
    return underWay.join(
      `${record.key} ${keepsRefused ? digest : ""}`,
      departure,
      request.signal,
      (other) => {
        if (other !== digest) throw otherMessage();
        this.#isRepeated = true;
      },
    );
  }

  async #sendOnce<T>(request: ApiRequest<T>, next: Call): Promise<ApiResponse<T>> {
    let end: Attempt = "over";
    let isTried = false;
    this.#reset();
    try {
      const decision = await this.#lookUp(request.signal);
      if (decision.action !== "send") return this.#answer(decision);
      isTried = true;
      const response = await next(request);
      await this.#record({ state: "sent", ...findSent(response.body) });
      return response;
    } catch (error) {
      if (error instanceof Superseded) return this.#answer(error.decision);
      if (isAmbiguous(error)) end = "unclear";
      else await this.#refuse(isTried && this.#mayComeAgain(error));
      throw error;
    } finally {
      if (this.#isStale) rememberNeverLeft(this.tag);
      this.#release(end);
    }
  }

  /** A layer of the user's may call again, and another call may have taken the place of the first one. */
  #reset(): void {
    this.#mayHaveBegun = false;
    this.#isUnclear = false;
    if (!this.#isStale || takeNeverLeft(this.tag)) return;
    this.#isStale = false;
    this.#place.refused.delete(this.#nonce);
  }

  /** The message did not leave. */
  async #refuse(mayComeAgain: boolean): Promise<void> {
    this.#place.refused.add(this.#nonce);
    if (this.#mayHaveBegun || this.#isStale || mayComeAgain) await this.#record({ state: "refused" });
    this.#mayHaveBegun = false;
  }

  /** Whether the next run may try the same reply: it must know it again, though it never began. */
  #mayComeAgain(error: unknown): boolean {
    return this.#identity.kind !== named && this.#place.keepsRefused && !(error instanceof ValidationError);
  }

  async #lookUp(signal: AbortSignal | undefined): Promise<Decision> {
    const { record } = this.#place;
    const known = this.#decide(await abortable(record.read(), signal));
    // A status may have settled it in the meantime.
    const decision =
      known.action === "reject" ? this.#decide(await abortable(record.read("now"), signal)) : known;
    this.#claim(decision);
    return decision;
  }

  async attempt<T>(request: ApiRequest<T>, next: Call): Promise<ApiResponse<T>> {
    await this.#begin();
    try {
      return await next(request);
    } catch (error) {
      if (isAmbiguous(error)) this.#isUnclear = true;
      // The process may end in the pause before the next attempt.
      else if (!this.#isUnclear) await this.#refuse(false);
      throw error;
    }
  }

  async #begin(): Promise<void> {
    if (this.#mayHaveBegun) return; // an attempt that is unclear is repeated
    this.#place.refused.delete(this.#nonce);
    const taken: string[] = [];
    try {
      await this.#place.record.update((entries) => {
        this.#mayHaveBegun = false;
        const added = this.#add(entries, taken);
        this.#mayHaveBegun = true;
        return added;
      });
      this.#isStale = false;
    } catch (error) {
      this.#isStale ||= this.#mayHaveBegun; // the write may take effect even later
      taken.forEach(rememberNeverLeft); // their place is free again
      throw error;
    }
  }

  /** The entries with this one; `undefined` if it is there: a store's driver may repeat a write whose answer was lost. */
  #add(entries: readonly SendEntry[], taken: string[]): readonly SendEntry[] | undefined {
    if (entries.some(({ nonce, state }) => nonce === this.#nonce && state === "begun")) return undefined;
    for (const { nonce } of this.#replaced) this.#place.attempts.delete(nonce);
    const decision = this.#decide(entries);
    this.#claim(decision);
    if (decision.action !== "send") throw new Superseded(decision);
    const others = entries.filter(({ nonce }) => !decision.replaces.some((entry) => entry.nonce === nonce));
    const entry = { state: "begun", nonce: this.#nonce, ...this.#identity, tag: this.#ownTag } as const;
    const added = fitRecord([...others, entry]);
    if (added === undefined) throw tooManyReplies();
    for (const { nonce } of decision.replaces) this.#take(nonce, taken);
    return added;
  }

  /** From now on, whoever made this attempt may not go on with it. */
  #take(nonce: string, taken: string[]): void {
    const tag = this.#tagOf(nonce);
    if (!takeNeverLeft(tag)) return;
    taken.push(tag);
    this.#place.refused.add(nonce);
  }

  #decide(entries: readonly SendEntry[]): Decision {
    const { attempts, refused, tried, decide } = this.#place;
    const didNotLeave = (nonce: string) => refused.has(nonce) || neverLeft(this.#tagOf(nonce));
    const known = entries.map((entry) =>
      entry.state === "begun" && didNotLeave(entry.nonce) ? { ...entry, state: "refused" as const } : entry,
    );
    const own = known.find(({ nonce }) => nonce === this.#nonce);
    if (own !== undefined) return decideEntry(own); // a layer of the user's calls the rest a second time
    return decide(known, this.#identity, attempts, tried);
  }

  /** Nothing may happen between the decision and this: the next reply must see it. */
  #claim(decision: Decision): void {
    const { attempts, tried } = this.#place;
    if (decision.action === "send") {
      tried.add(this.#nonce);
      this.#replaced = decision.replaces;
      for (const nonce of [this.#nonce, ...decision.replaces.map((entry) => entry.nonce)]) {
        attempts.set(nonce, "under way");
      }
    } else {
      tried.add(decision.entry.nonce);
      attempts.set(decision.entry.nonce, decision.action === "repeat" ? "over" : "unclear");
    }
  }

  #release(end: Attempt): void {
    const { attempts } = this.#place;
    attempts.set(this.#nonce, end);
    for (const { nonce, digest } of this.#replaced) {
      if (digest === this.#identity.digest) attempts.set(nonce, end);
      else attempts.delete(nonce); // another reply, which this run has not tried
    }
  }

  #answer<T>({ action, entry }: Exclude<Decision, { action: "send" }>): ApiResponse<T> {
    if (action === "reject") throw this.#toError(entry);
    this.#isRepeated = true;
    const { id, message_status } = entry;
    return { status: 200, headers: new Headers(), body: { messages: [{ id, message_status }] } as T };
  }

  #toError({ tag, nonce }: SendEntry): AmbiguousSendError {
    const correlationTag = tag ?? toSendTag(this.#place.record.key, nonce);
    return new AmbiguousSendError(
      "An earlier attempt may or may not have sent this message, so it was not sent again. A status webhook settles it, if the webhook handler has the same `store`.",
      { correlationTag: correlationTag === "" ? undefined : correlationTag, isKeyed: true },
    );
  }

  /** Never rejects: what happened to the message has happened. */
  async #record(outcome: Pick<SendEntry, "state" | "id" | "message_status">): Promise<void> {
    try {
      await this.#place.record.update((entries) => this.#conclude(entries, outcome));
    } catch (error) {
      if (!this.#mayHaveBegun) return; // nothing is unclear
      const { state } = outcome;
      if (state === "refused") this.#isStale = true;
      const consequence = this.#isStale
        ? "this process sends it when it is called again, others take it for unclear"
        : "its key stays unclear until a status arrives";
      log(
        this.#ledger.logger,
        "warn",
        `wacloud: the store did not record that a message was ${state}; ${consequence}.`,
        { error: (error as Error).message },
      );
    }
  }

  #conclude(
    entries: readonly SendEntry[],
    outcome: Pick<SendEntry, "state" | "id" | "message_status">,
  ): readonly SendEntry[] | undefined {
    const mine = entries.find(({ nonce }) => nonce === this.#nonce);
    if (mine?.state === "sent" || mine?.state === outcome.state) return undefined; // a status was faster
    if (outcome.state === "refused" && !this.#place.keepsRefused) {
      return mine && entries.filter((entry) => entry !== mine);
    }
    const entry = { nonce: this.#nonce, ...this.#identity, tag: this.#ownTag, ...outcome };
    if (mine !== undefined) return entries.map((other) => (other === mine ? entry : other));
    const isKnown = entries.some(({ state, digest }) => state === "refused" && digest === entry.digest);
    return outcome.state === "refused" && isKnown ? undefined : fitRecord([...entries, entry]);
  }
}

const isAmbiguous = (error: unknown): boolean =>
  isWhatsAppError(error) && error.name === "AmbiguousSendError";

function findSent(body: unknown): Pick<SendEntry, "id" | "message_status"> {
  const [message] = (body as { messages: [{ id: string; message_status?: string }] }).messages;
  return message;
}

const tooManyReplies = () =>
  invalid("message", [
    {
      path: "idempotencyKey",
      message:
        "cannot be kept: this event has too many replies for one record (4 KB). Send the rest with `client.messages` and an `idempotencyKey` of their own",
    },
  ]);
