import type { JSX } from "preact";

/** Outlines on a grid of 20, one stroke each. */
const outlines = {
  add: "M10 4v12M4 10h12",
  arrowDown: "M10 4v12M5 11l5 5 5-5",
  attach: "M14.5 8.5l-6 6a2.5 2.5 0 0 1-3.5-3.5l7-7a4 4 0 0 1 5.5 5.5l-7.5 7.500",
  back: "M12 4l-6 6 6 6",
  bolt: "M11 2.500L4.500 11.500H9.500L9 17.500 15.500 8.500H10.500z",
  business: "M3.500 8.500h13v8h-13zM3.500 8.500l1.500-5h10l1.500 5M8 16.500v-4h4v4",
  chat: "M3.500 4.500h13v9h-7l-4 3v-3h-2z",
  check: "M4 10.500l4 4 8-9",
  clock: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM10 6v4l3 2",
  close: "M5 5l10 10M15 5L5 15",
  contact: "M10 4a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM4 17c.500-3.500 3-5 6-5s5.500 1.500 6 5",
  copy: "M7 7h9v9H7zM13 7V4H4v9h3",
  document: "M5.500 2.500h6l3 3v12h-9zM11.500 2.500v3h3M8 10h4M8 13h4",
  edit: "M4 16l1-4 8-8 3 3-8 8zM11.500 5.500l3 3",
  emoji: "M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14zM7 12c1.500 2 4.500 2 6 0M7.500 8v.500M12.500 8v.500",
  external: "M8 4H4v12h12v-4M11 4h5v5M16 4l-7 7",
  inspect: "M3.500 5.500h13M3.500 10h13M3.500 14.500h8",
  list: "M7 5h9M7 10h9M7 15h9M3.500 5h.5M3.500 10h.5M3.500 15h.5",
  location:
    "M10 17.500c-3.500-4-5-6.500-5-9a5 5 0 0 1 10 0c0 2.500-1.500 5-5 9zM10 10a1.700 1.700 0 1 0 0-3.400 1.700 1.700 0 0 0 0 3.400z",
  lock: "M5.500 9h9v7.500h-9zM7 9V6.500a3 3 0 0 1 6 0V9",
  moon: "M16 11.500A6.500 6.500 0 0 1 8.500 4a6.500 6.500 0 1 0 7.500 7.500z",
  more: "M4.500 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M9.500 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M14.500 10a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0",
  replay: "M4 10a6 6 0 1 0 2-4.500L4 7.500M4 3.500v4h4",
  reply: "M8 5l-4.500 4.500L8 14M4 9.500h7a5 5 0 0 1 5 5v1",
  reset: "M4 5.500h12M8 5.500v-2h4v2M5.500 5.500l1 11h7l1-11",
  search: "M9 4a5 5 0 1 1 0 10A5 5 0 0 1 9 4zM13 13l4 4",
  send: "M3.500 10L16.500 4l-4 12.500-3-5zM9.500 11.500l7-7.500",
  sun: "M10 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM10 2.500v2M10 15.500v2M2.500 10h2M15.500 10h2M4.700 4.700l1.400 1.400M13.900 13.900l1.400 1.400M15.300 4.700l-1.400 1.400M6.100 13.900l-1.400 1.400",
  warning: "M10 3.500l7 12.500H3zM10 8.500v3.500M10 14v.1",
  webhook: "M3.500 10h9M9 6l4 4-4 4M16.500 4v12",
} as const;

export type IconName = keyof typeof outlines;

/** A drawing beside words or inside a button that has a name of its own: it says nothing itself. */
export const Icon = ({ name, size = 16 }: { name: IconName; size?: number }): JSX.Element => (
  <svg class="icon" viewBox="0 0 20 20" width={size} height={size} aria-hidden="true" focusable="false">
    <path d={outlines[name]} />
  </svg>
);
