/** At once, for whoever goes on typing; and where it is not drawn yet, as soon as it is, within a second. */
export function focusSoon(selector: string, frames = 60): void {
  document.querySelector<HTMLElement>(selector)?.focus();
  if (frames === 0 || document.activeElement?.matches(selector) === true) return;
  requestAnimationFrame(() => focusSoon(selector, frames - 1));
}
