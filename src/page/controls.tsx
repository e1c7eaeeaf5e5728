import type { ButtonHTMLAttributes, ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icons.tsx";

/** A button that shows only an icon; its label is read out, and shown as a tip. */
export const IconButton = ({
  icon,
  label,
  ...rest
}: { icon: IconName; label: string } & ButtonHTMLAttributes): JSX.Element => (
  <button type="button" class="icon-button" aria-label={label} title={label} {...rest}>
    <Icon name={icon} />
  </button>
);

/** Distance of a menu from the edge of what it opens in. */
const margin = 8;

/** Moves a menu that the edge of the chat, or of the page, would cut off: to the side, or below the button it opens from. */
function keepInside(menu: HTMLElement): void {
  const { left, right, top, height } = menu.getBoundingClientRect();
  const bounds = (menu.closest(".chat-scroll") ?? document.documentElement).getBoundingClientRect();
  const aside = Math.max(Math.min(0, bounds.right - margin - right), bounds.left + margin - left);
  const button = menu.parentElement?.getBoundingClientRect().height ?? 0;
  const down = top < bounds.top ? height + button + margin : 0;
  if (aside !== 0 || down !== 0) menu.style.translate = `${aside}px ${down}px`;
}

/** Whether a click or the focus went elsewhere. */
const isOutside = (element: HTMLElement | null, target: EventTarget | null): boolean =>
  element !== null && target instanceof Node && !element.contains(target);

/** A button with a panel below it, which Escape, a choice and a click elsewhere close. */
export function Menu({
  label,
  icon,
  caption,
  align = "start",
  up = false,
  children,
}: {
  label: string;
  icon?: IconName;
  /** Words on the button; without them it shows only its icon. */
  caption?: ComponentChildren;
  align?: "start" | "end";
  up?: boolean;
  children: (close: () => void) => ComponentChildren;
}): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    const menu = root.current?.querySelector<HTMLElement>(".menu");
    if (menu) keepInside(menu);
    menu?.querySelector<HTMLElement>("button, input, textarea")?.focus();
    const leave = ({ target }: Event): void => {
      if (isOutside(root.current, target)) setOpen(false);
    };
    document.addEventListener("pointerdown", leave);
    return () => document.removeEventListener("pointerdown", leave);
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && isOpen) {
      event.stopPropagation();
      close();
    }
    if (isOpen) moveFocus(event, ".menu button:not(:disabled)");
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that its buttons do not take
    <div class="menu-root" ref={root} onKeyDown={onKeyDown}>
      <button
        type="button"
        ref={button}
        class={caption === undefined ? "icon-button" : "button"}
        aria-label={caption === undefined ? label : undefined}
        title={label}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {icon === undefined ? undefined : <Icon name={icon} />}
        {caption}
      </button>
      {isOpen ? <div class={`menu align-${align} ${up ? "up" : ""}`}>{children(close)}</div> : undefined}
    </div>
  );
}

/** Something that a menu offers. */
export interface Choice {
  label: string;
  icon?: IconName;
  act: () => void;
}

/** What a menu offers, one below the other. Each choice closes it. */
export const Choices = ({
  choices,
  close,
}: {
  choices: readonly Choice[];
  close: () => void;
}): JSX.Element => (
  <>
    {choices.map(({ label, icon, act }) => (
      <button
        key={label}
        type="button"
        onClick={() => {
          close();
          act();
        }}
      >
        {icon === undefined ? undefined : <Icon name={icon} />} {label}
      </button>
    ))}
  </>
);

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Moves the focus among the elements that match, with the arrow keys. */
export function moveFocus(event: KeyboardEvent, selector: string): void {
  const step = steps[event.key];
  const { currentTarget, target } = event;
  if (step === undefined || !(currentTarget instanceof HTMLElement)) return;
  if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>(selector)];
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = all[at < 0 ? 0 : (at + step + all.length) % all.length];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

/** The first thing to fill in or to choose from, for whoever opened it in order to do that; a suggestion is typed over. */
function focusFirst(element: HTMLElement | null): void {
  const first = element?.querySelector<HTMLElement>(
    ":is(form :is(input, select, textarea), .list-row, .action:enabled)",
  );
  first?.focus();
  if (first instanceof HTMLInputElement) first.select();
}

/** A modal window with a title. Where there is nothing to fill in or to choose from, its Close button has the focus. */
export function Dialog({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}): JSX.Element {
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const opener = document.activeElement;
    element.current?.showModal();
    focusFirst(element.current);
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);
  return (
    <dialog ref={element} class="dialog" aria-label={title} onClose={onClose}>
      <header>
        <h2>{title}</h2>
        <IconButton icon="close" label="Close" onClick={() => element.current?.close()} />
      </header>
      {children}
    </dialog>
  );
}

/** Copies text, and says so. */
export function CopyButton({
  text,
  label,
  caption,
}: {
  text: () => string;
  label: string;
  caption?: string;
}): JSX.Element {
  const [isDone, setDone] = useState(false);
  const copy = async (): Promise<void> => {
    await copyText(text());
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button
      type="button"
      class={caption === undefined ? "icon-button" : "button small"}
      aria-label={caption === undefined ? (isDone ? "Copied" : label) : undefined}
      title={label}
      onClick={copy}
    >
      <Icon name={isDone ? "check" : "copy"} />
      {isDone && caption !== undefined ? "Copied" : caption}
    </button>
  );
}

/** Browsers refuse the clipboard to pages that are not in front: then nothing is copied. */
export const copyText = (text: string): Promise<void> =>
  navigator.clipboard.writeText(text).catch(() => undefined);

/** A field with its label. */
export const Field = ({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string | undefined;
  children: ComponentChildren;
}): JSX.Element => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
  <label class="field">
    <span>{label}</span>
    {children}
    {hint === undefined ? undefined : <small>{hint}</small>}
  </label>
);

/** The values of a form, by name. */
function readForm(form: HTMLFormElement): Record<string, string> {
  return Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

/** A form that hands over its values. */
export const Form = ({
  onValues,
  children,
  ...rest
}: {
  onValues: (values: Record<string, string>, form: HTMLFormElement) => void;
  children: ComponentChildren;
  class?: string;
  "aria-label"?: string;
}): JSX.Element => (
  <form
    {...rest}
    onSubmit={(event) => {
      event.preventDefault();
      onValues(readForm(event.currentTarget), event.currentTarget);
    }}
  >
    {children}
  </form>
);
