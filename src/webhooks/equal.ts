/**
 * Whether two texts are the same, in a time that tells at most their lengths: every pair of characters is looked at,
 * wherever the first difference is.
 */
export function equal(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index += 1) {
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  }
  return difference === 0;
}
