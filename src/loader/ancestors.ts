import { dirname } from "node:path";

/** A directory and those above it, the nearest first. */
export function ancestors(directory: string): readonly string[] {
  const above = dirname(directory);
  return above === directory ? [directory] : [directory, ...ancestors(above)];
}
