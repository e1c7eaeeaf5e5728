import { toList, toObject, toText } from "../utils/json.ts";
import type { Check } from "./check.ts";
import type { Examination } from "./examination.ts";
import { isRefusal } from "./explain.ts";
import { fine, notAsked, type Outcome, problem, skipped, warning } from "./finding.ts";

/** When versions of the Graph API end. Older ones have ended; of newer ones, the end is not known. */
const ends: Readonly<Record<string, string>> = {
  "v21.0": "2027-01-21",
  "v22.0": "2027-05-20",
  "v23.0": "2027-10-08",
  "v24.0": "2028-02-18",
  "v25.0": "2028-07-29",
};
const oldest = 21;
const day = 86_400_000;

/** Whether a version has ended, or when it will. */
function findEnd(version: string, now: number): "ended" | Date | undefined {
  if (Number.parseInt(version.slice(1), 10) < oldest) return "ended";
  const end = ends[version];
  if (end === undefined) return undefined;
  return Date.parse(end) <= now ? "ended" : new Date(end);
}

export const apiChecks: readonly Check[] = [
  { id: "api.reachable", title: "Graph API", needs: [], run: checkReachable },
  { id: "api.version", title: "API version", needs: ["api.reachable"], run: checkVersion },
  { id: "api.clock", title: "Clock", needs: ["api.reachable"], run: checkClock },
  { id: "app.secret", title: "App ID and secret", needs: ["api.reachable"], run: checkSecret },
];

async function checkReachable({ ping, settings }: Examination): Promise<Outcome> {
  const { host } = new URL(settings.baseUrl);
  const headers = await ping();
  if (headers.has("facebook-api-version") || /json|javascript/.test(headers.get("content-type") ?? ""))
    return fine(`${host} answers.`);
  return problem(
    `${host} answers, but not as the Graph API does.`,
    "A proxy or firewall may answer in its place. Check `baseUrl`, and allow connections to graph.facebook.com.",
  );
}

async function checkVersion({ ping, settings }: Examination): Promise<Outcome> {
  const { apiVersion, clock } = settings;
  const served = (await ping()).get("facebook-api-version");
  const end = findEnd(apiVersion, clock.now());
  if (end === "ended" || (served !== null && served !== apiVersion)) {
    const instead = served === null || served === apiVersion ? "" : ` ${served} answers in its place.`;
    return problem(`${apiVersion} is no longer served.${instead}`, replaceVersion);
  }
  if (end !== undefined && end.getTime() - clock.now() < 90 * day)
    return warning(`${apiVersion} ends on ${toDay(end)}.`, replaceVersion);
  return fine(
    end === undefined ? `${apiVersion} is served.` : `${apiVersion} is served until ${toDay(end)}.`,
  );
}

const replaceVersion =
  "Set `apiVersion` (WHATSAPP_API_VERSION) to a newer version, or leave it out: the default is served.";

const toDay = (date: Date): string => date.toISOString().slice(0, 10);

const largestSkewMs = 60_000;

async function checkClock({ ping, settings, isElsewhere }: Examination): Promise<Outcome> {
  const date = (await ping()).get("date");
  const skew = settings.clock.now() - Date.parse(date ?? "");
  if (Number.isNaN(skew)) return skipped("The answer has no date.");
  if (Math.abs(skew) <= largestSkewMs) return fine("It agrees with the server's.");
  return warning(
    `It is ${Math.round(Math.abs(skew) / 1000)} seconds ${skew > 0 ? "ahead of" : "behind"} the server's.`,
    isElsewhere
      ? "If time was skipped in the simulator, this is why. Otherwise, set the clock by NTP."
      : "Set the clock by NTP: certificates, tokens and timestamps are judged by it.",
  );
}

async function checkSecret({ knowsApp, subscriptions, settings }: Examination): Promise<Outcome> {
  if (!knowsApp)
    return skipped("Set `appId` and `appSecret` (WHATSAPP_APP_ID, WHATSAPP_APP_SECRET) to check the app.");
  try {
    await subscriptions();
  } catch (error) {
    if (!isRefusal(error)) return skipped("Meta does not say.");
    return problem(
      `The app secret is not that of app ${settings.appId}.`,
      "Copy both from the App Dashboard, App settings, Basic, of the same app. After a reset, the old secret is void.",
    );
  }
  return fine(`The secret is that of app ${settings.appId}.`);
}

/** Of subscriptions, the one to WhatsApp's webhooks. */
const findSubscription = async ({ subscriptions }: Examination) =>
  (await subscriptions()).find(({ object }) => object === "whatsapp_business_account");

export const appChecks: readonly Check[] = [
  {
    id: "app.webhook",
    title: "Callback URL",
    needs: ["api.reachable", "app.secret"],
    run: checkCallback,
  },
  { id: "app.fields", title: "Webhook fields", needs: ["app.webhook"], run: checkFields },
];

async function checkCallback(examination: Examination): Promise<Outcome> {
  if (!examination.knowsApp) return notAsked("Needs `appId` and `appSecret`.");
  const found = await findSubscription(examination).catch(() => "unknown" as const);
  if (found === "unknown") return notAsked("Meta does not say.");
  if (found === undefined)
    return {
      ...warning("The app has no callback URL: it receives no webhooks.", enterCallback),
      blocks: true,
    };
  if (found.active === false) return problem("Meta has switched the callback URL off.", enterCallback);
  return fine("The app has an active callback URL.");
}

const enterCallback =
  "To receive messages and statuses, enter it in the App Dashboard, WhatsApp, Configuration, and save.";

async function checkFields(examination: Examination): Promise<Outcome> {
  const { fields } = (await findSubscription(examination)) ?? {};
  const all = toFields(fields);
  const names = all.map(({ name }) => name);
  if (!names.includes("messages")) {
    return problem(
      `The field messages is not subscribed${names.length === 0 ? "" : `; only ${names.join(", ")}`}.`,
      "Subscribe to it in the App Dashboard, WhatsApp, Configuration, Webhook fields: without it, neither messages nor statuses arrive.",
    );
  }
  const over = all.filter(({ version }) => hasEnded(version, examination.settings.clock.now()));
  if (over.length === 0) return fine(`${all.map(describeField).join(", ")}.`);
  return warning(
    `Fields of versions that have ended: ${over.map(describeField).join(", ")}.`,
    "Choose a newer version next to the field in the App Dashboard, WhatsApp, Configuration.",
  );
}

/** Each with the version of its payloads. An older form is a list of names. */
const toFields = (fields: unknown): { name: string; version: string | undefined }[] =>
  toList(fields).map((field) => {
    const { name, version } = toObject(field);
    return { name: toText(name) ?? String(field), version: toText(version) };
  });

const hasEnded = (version: string | undefined, now: number): boolean =>
  version !== undefined && findEnd(version, now) === "ended";

const describeField = ({ name, version }: { name: string; version: string | undefined }): string =>
  version === undefined ? name : `${name} (${version})`;
