import { execFileSync } from "node:child_process";

/**
 * The name under which git would record a change made here; `undefined` where it knows none.
 *
 * @param directory the project's, for its own git configuration
 */
export function authorName(directory: string): string | undefined {
  try {
    const identity = execFileSync("git", ["var", "GIT_AUTHOR_IDENT"], {
      cwd: directory,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return identity.slice(0, identity.indexOf(" <")).trim() || undefined;
  } catch {
    // No git, or no name: a template's line stays empty.
    return undefined;
  }
}
