import { relative, sep } from "node:path";

/** A path for people: relative to the working directory where that is shorter to read. */
export function displayPath(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere === "" || fromHere.startsWith(`..${sep}..`) ? file : fromHere;
}
