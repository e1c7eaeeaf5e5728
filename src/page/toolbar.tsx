import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Choices, Field, Form, IconButton, Menu } from "./controls.tsx";
import { type ActionRequest, type FaultName, type FaultView, faults, type Surroundings } from "./protocol.ts";
import { toPrecise, toShortDay } from "./time.ts";

interface ToolbarFacts {
  now: () => number;
  surroundings: Surroundings | undefined;
  asked: readonly FaultView[];
  onAct: (request: ActionRequest) => void;
  onHelp: () => void;
  onReset: () => void;
  isLive: boolean;
}

export function Toolbar({
  now,
  surroundings,
  asked,
  onAct,
  onHelp,
  onReset,
  isLive,
}: ToolbarFacts): JSX.Element {
  return (
    <header class="toolbar">
      <h1>
        wacloud <span>simulator</span>
      </h1>
      <div class="tools">
        {isLive ? undefined : (
          <span class="badge bad" role="status">
            Not connected
          </span>
        )}
        <WebhookMenu surroundings={surroundings} onAct={onAct} />
        <ClockMenu now={now} onAct={onAct} />
        <FaultMenu asked={asked} onAct={onAct} />
        <IconButton icon="reset" label="Reset the simulator" onClick={onReset} />
        <ThemeButton />
        <button
          type="button"
          class="icon-button"
          aria-label="Keyboard shortcuts and help"
          title="Help (?)"
          onClick={onHelp}
        >
          ?
        </button>
      </div>
    </header>
  );
}

function WebhookMenu({ surroundings, onAct }: Pick<ToolbarFacts, "surroundings" | "onAct">): JSX.Element {
  const url = surroundings?.webhookUrl;
  const caption =
    url === undefined ? "No webhook" : url === "function" ? "Webhook in process" : toShortUrl(url);
  return (
    <Menu
      label="Where webhooks go"
      icon="webhook"
      align="end"
      caption={<span class="caption">{caption}</span>}
    >
      {(close) => (
        <div class="menu-form">
          <WebhookForm
            url={url}
            onSubmit={(chosen) => {
              onAct({ action: "subscribe", url: chosen });
              close();
            }}
          />
        </div>
      )}
    </Menu>
  );
}

/** Asks for the URL of the app's webhook, which is then verified. */
export const WebhookForm = ({
  url,
  onSubmit,
}: {
  url: string | undefined;
  onSubmit: (url: string) => void;
}): JSX.Element => (
  <Form onValues={({ url: given = "" }) => onSubmit(given)} aria-label="Webhook">
    <Field label="Webhook URL of your app" hint="It is verified with a challenge, as Meta does.">
      <input
        name="url"
        type="url"
        required
        autocomplete="off"
        value={url === "function" ? "" : (url ?? "http://127.0.0.1:3000/webhook")}
      />
    </Field>
    <button type="submit" class="button primary">
      Verify and use
    </button>
  </Form>
);

const toShortUrl = (url: string): string =>
  URL.canParse(url) ? `${new URL(url).host}${new URL(url).pathname}` : url;

const hour = 3_600_000;
const leaps = [
  { label: "10 minutes", ms: hour / 6 },
  { label: "1 hour", ms: hour },
  { label: "23 hours", ms: 23 * hour },
  { label: "25 hours: all windows close", ms: 25 * hour },
  { label: "8 days", ms: 8 * 24 * hour },
  { label: "31 days", ms: 31 * 24 * hour },
] as const;

function ClockMenu({ now, onAct }: Pick<ToolbarFacts, "now" | "onAct">): JSX.Element {
  const choices = leaps.map(({ label, ms }) => ({ label, act: () => onAct({ action: "advance", ms }) }));
  return (
    <Menu label="Move the clock" icon="clock" align="end" caption={<ClockFace now={now} />}>
      {(close) => (
        <>
          <p class="menu-title">Move the clock ahead by</p>
          <Choices choices={choices} close={close} />
        </>
      )}
    </Menu>
  );
}

/** The simulator's time, second by second. */
function ClockFace({ now }: { now: () => number }): JSX.Element {
  const [, tick] = useState({});
  useEffect(() => {
    const timer = setInterval(() => tick({}), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span class="numerals caption">
      {toShortDay(now())}, {toPrecise(now())}
    </span>
  );
}

function FaultMenu({ asked, onAct }: Pick<ToolbarFacts, "asked" | "onAct">): JSX.Element {
  const caption = asked.length === 0 ? "Fail calls" : `Failing: ${asked.map(toFaultWords).join(", ")}`;
  return (
    <Menu
      label="Fail the next calls"
      icon="bolt"
      align="end"
      caption={<span class={`caption ${asked.length === 0 ? "" : "failing"}`}>{caption}</span>}
    >
      {(close) => <FaultChoices asked={asked} onAct={onAct} close={close} />}
    </Menu>
  );
}

const toFaultWords = ({ label, remaining }: FaultView): string =>
  `${label.split(" ")[0]} ${remaining === 0 ? "always" : `×${remaining}`}`;

/** For how many calls a fault holds; 0 for all. */
const counts = [
  { times: 1, label: "Next call" },
  { times: 3, label: "Next 3" },
  { times: 0, label: "All calls" },
] as const;

function FaultChoices({
  asked,
  onAct,
  close,
}: Pick<ToolbarFacts, "asked" | "onAct"> & { close: () => void }): JSX.Element {
  const [times, setTimes] = useState<number>(1);
  const fail = (fault: FaultName): void => {
    onAct({ action: "fail", fault, ...(times === 0 ? {} : { times }) });
    close();
  };
  return (
    <>
      {asked.length === 0 ? undefined : (
        <Choices
          choices={[{ label: "Stop failing", icon: "check", act: () => onAct({ action: "recover" }) }]}
          close={close}
        />
      )}
      <fieldset class="segments">
        <legend class="visually-hidden">How many calls</legend>
        {counts.map(({ times: count, label }) => (
          <button key={count} type="button" aria-pressed={times === count} onClick={() => setTimes(count)}>
            {label}
          </button>
        ))}
      </fieldset>
      {(Object.keys(faults) as FaultName[]).map((fault) => (
        <button key={fault} type="button" onClick={() => fail(fault)}>
          <span>
            {faults[fault].label}
            <small>{faults[fault].hint}</small>
          </span>
        </button>
      ))}
    </>
  );
}

/** Light or dark; at first as the system has it. */
function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  const other = theme === "dark" ? "light" : "dark";
  return (
    <IconButton
      icon={theme === "dark" ? "sun" : "moon"}
      label={`Switch to ${other} colors`}
      onClick={() => {
        localStorage.setItem("wacloud-theme", other);
        setTheme(other);
      }}
    />
  );
}

const readTheme = (): string =>
  localStorage.getItem("wacloud-theme") ??
  (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
