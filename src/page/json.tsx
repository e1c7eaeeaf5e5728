import type { ComponentChildren, JSX } from "preact";

/** JSON as a tree; what lies deep is folded. */
export const JsonTree = ({ value, open = 2 }: { value: unknown; open?: number }): JSX.Element => (
  <div class="json">
    <Node value={value} open={open} />
  </div>
);

function Node({ name, value, open }: { name?: string; value: unknown; open: number }): JSX.Element {
  const label = name === undefined ? undefined : <span class="json-key">{name}: </span>;
  if (typeof value !== "object" || value === null) {
    return (
      <div class="json-leaf">
        {label}
        <Scalar value={value} />
      </div>
    );
  }
  const entries = Object.entries(value);
  const [start, end] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) {
    return (
      <div class="json-leaf">
        {label}
        {start}
        {end}
      </div>
    );
  }
  return (
    <details open={open > 0}>
      <summary>
        {label}
        <span class="json-mark">
          {start}
          <span class="json-count"> {entries.length} </span>
          {end}
        </span>
      </summary>
      <div class="json-children">
        {entries.map(([key, held]) => (
          <Node key={key} name={key} value={held} open={open - 1} />
        ))}
      </div>
    </details>
  );
}

const Scalar = ({ value }: { value: unknown }): JSX.Element => (
  <span class={`json-${value === null ? "null" : typeof value}`}>{toLiteral(value)}</span>
);

const toLiteral = (value: unknown): ComponentChildren =>
  value === undefined ? "none" : JSON.stringify(value);
