/** The names that a mistyped one may have meant, nearest first, in any case. A name that contains the other counts as near. */
export function nearest(name: string, names: readonly string[], count = 3): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return [...new Set(names)]
    .map((candidate) => ({ candidate, distance: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter((near) => near.distance <= limit)
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

const distance = (one: string, other: string): number =>
  one.includes(other) || other.includes(one) ? 1 : lettersApart(one, other);

/** "Did you mean `name`?", or nothing if no name is close. */
export function didYouMean(name: string, names: readonly string[]): string | undefined {
  const [meant] = nearest(name, names, 1);
  return meant === undefined ? undefined : `Did you mean \`${meant}\`?`;
}

/** How many letters must be changed, added or removed (Levenshtein). */
export function lettersApart(one: string, other: string): number {
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
