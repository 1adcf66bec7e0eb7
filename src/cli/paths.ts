import { isAbsolute, relative, sep } from "node:path";

/**
 * A path as messages show it: relative to the working directory when it lies inside it, absolute
 * otherwise. Both can be typed into the next command.
 */
export function displayPath(path: string, cwd: string): string {
  const fromHere = relative(cwd, path);
  const outside = fromHere === ".." || fromHere.startsWith(`..${sep}`) || isAbsolute(fromHere);
  return outside ? path : fromHere === "" ? "." : fromHere;
}
