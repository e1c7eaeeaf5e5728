/**
 * At once, for whoever goes on typing; and until the same element is there in two frames, within a second: it may not be
 * drawn yet, or be drawn again.
 */
export function focusSoon(selector: string, before?: HTMLElement, frames = 60): void {
  const element = document.querySelector<HTMLElement>(selector) ?? undefined;
  element?.focus();
  if (frames === 0 || (element !== undefined && element === before)) return;
  requestAnimationFrame(() => focusSoon(selector, element, frames - 1));
}
