/** The names that a mistyped one may have meant, nearest first. A name that contains the other counts as near. */
export function nearest(name: string, names: readonly string[], count = 3): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return [...new Set(names)]
    .map((candidate) => ({
      candidate,
      distance:
        name.includes(candidate) || candidate.includes(name) ? 1 : lettersApart(name, candidate, limit),
    }))
    .filter((near) => near.distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** "Did you mean `name`?", or nothing if no name is close. */
export function didYouMean(name: string, names: readonly string[]): string | undefined {
  const [meant] = nearest(name, names, 1);
  return meant === undefined ? undefined : `Did you mean \`${meant}\`?`;
}

/** How many letters must be changed, added or removed (Levenshtein); infinity if it is certainly more than `limit`. */
export function lettersApart(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [above, letter] of [...one].entries()) {
    const next = [above + 1];
    for (const [left, wanted] of [...other].entries()) {
      const replaced = (row[left] ?? 0) + (letter === wanted ? 0 : 1);
      next.push(Math.min(replaced, (row[left + 1] ?? 0) + 1, (next[left] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
