import { dirname, relative, sep } from "node:path";

/** A path for people: relative to the working directory where that is shorter to read. */
export function displayPath(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere === "" || fromHere.startsWith(`..${sep}..`) ? file : fromHere;
}

/** A directory and those above it, the nearest first. */
export function ancestors(directory: string): readonly string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...ancestors(above)];
}
