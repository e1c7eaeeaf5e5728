import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FlowFacts } from "./content/deeds.ts";
import { Dialog } from "./controls.tsx";
import { FlowByHand } from "./flow-by-hand.tsx";
import { drawComponent, readAnswers, toLabel } from "./flow-components.tsx";
import type { FlowStep, FlowView } from "./protocol.ts";

interface OpenFlowFacts extends FlowFacts {
  /** What the phone shows; `undefined` before it shows anything. */
  flow: FlowView | undefined;
}

/** A Flow as a phone shows it, or an answer written by hand where the simulator does not know its screens. */
export function FlowSheet({ flow, ...facts }: OpenFlowFacts): JSX.Element {
  const { sheet, deeds, onClose } = facts;
  const { message } = sheet;
  const shown = flow?.message === message.id ? flow : undefined;
  const isKnown = message.hasScreens === true;
  const leave = (): void => {
    if (isKnown) void deeds.stepInFlow(message, { step: "close" });
    onClose();
  };
  return (
    <Dialog title={sheet.title} onClose={leave}>
      {isKnown ? <FlowOnPhone {...facts} flow={shown} /> : <FlowByHand {...facts} />}
    </Dialog>
  );
}

function FlowOnPhone({ sheet, deeds, onClose, flow }: OpenFlowFacts): JSX.Element {
  const { message } = sheet;
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(true);
  const last = useRef<Promise<unknown>>(Promise.resolve());
  const take = async (step: FlowStep): Promise<void> => {
    if (step.step !== "fill") setBusy(true); // a click that ends the filling in still counts
    const answer = last.current.then(() => deeds.stepInFlow(message, step));
    last.current = answer;
    const { error, isOver } = await answer;
    setProblem(error);
    setBusy(false);
    if (isOver && error === undefined) onClose();
  };
  useEffect(() => void take({ step: "open" }), []);
  const words = problem ?? flow?.error;
  return (
    <>
      <p class="flow-problem" role="alert">
        {words}
      </p>
      {flow === undefined ? (
        <p class="quiet" role="status">
          {isBusy ? "Opening…" : ""}
        </p>
      ) : (
        <FlowScreen key={`${flow.depth} ${flow.screen}`} flow={flow} take={take} isBusy={isBusy} />
      )}
    </>
  );
}

interface ScreenFacts {
  flow: FlowView;
  take: (step: FlowStep) => Promise<void>;
  isBusy: boolean;
}

/** One screen. What is filled in stays where it is when the screen changes around it. */
function FlowScreen({ flow, take, isBusy }: ScreenFacts): JSX.Element {
  const { components } = flow;
  const [filled] = useState(flow.form);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector<HTMLElement>(":is(input, select, textarea, button):enabled")?.focus();
  }, []);
  const read = () => (form.current === null ? {} : readAnswers(form.current, components));
  const footer = components.find(({ type }) => type === "Footer");
  const tap = (label: string): void => void take({ step: "tap", label });
  return (
    <form
      ref={form}
      class="flow"
      aria-label={flow.title || "Screen"}
      onChange={() => void take({ step: "fill", answers: read() })}
      onSubmit={(event) => {
        event.preventDefault();
        void take({ step: "submit", answers: read() });
      }}
    >
      {flow.title === "" ? undefined : <h3>{flow.title}</h3>}
      {components.map((component, index) => (
        <Drawn key={`${component.type} ${component.name ?? index}`}>
          {drawComponent(component, filled[String(component.name)], tap)}
        </Drawn>
      ))}
      <div class="row">
        {flow.depth > 0 ? (
          <button type="button" class="button" disabled={isBusy} onClick={() => void take({ step: "back" })}>
            Back
          </button>
        ) : undefined}
        {footer === undefined ? undefined : (
          <button type="submit" class="button primary" disabled={isBusy || footer.enabled === false}>
            {toLabel(footer)}
          </button>
        )}
      </div>
    </form>
  );
}

const Drawn = ({ children }: { children: ComponentChildren }): JSX.Element => <>{children}</>;
