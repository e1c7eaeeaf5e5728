import { isObject } from "../../utils/json.ts";

/** Where a part of the definition was written in the source: a path in the one, and the path in the other. */
export type Place = readonly [inDefinition: string, inSource: string];

/** The path in the source of a path in the definition: the longest place that it lies in decides. */
export function sourcePath(path: string, places: readonly Place[], source: object): string {
  const [place] = places
    .filter(([from]) => path === from || path.startsWith(`${from}.`))
    .sort(([a], [b]) => b.length - a.length);
  if (place === undefined) return path;
  return `${place[1]}${path.slice(place[0].length)}`
    .replace(/\.cards\.(\d+)\.components$/, ".cards.$1")
    .replace(
      /^(.*\.example)\.(?:header|body)_text_named_params\.(\d+)(?:\.\w+)?$/,
      (_, example: string, index: string) => `${example}.${namesAt(source, example)[Number(index)] ?? index}`,
    )
    .replace(/\.example\.(header_text|header_handle|body_text)(\.0)?/, ".example");
}

function namesAt(source: object, path: string): string[] {
  let value: unknown = source;
  for (const key of path.split(".")) value = (value as Record<string, unknown> | undefined)?.[key];
  return isObject(value) ? Object.keys(value) : [];
}
