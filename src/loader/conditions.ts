/**
 * The conditions under which packages export what this project is to import, besides Node's own:
 * those that Node was started with, and `customConditions` of the nearest `tsconfig.json`.
 *
 * https://nodejs.org/api/packages.html#resolving-user-conditions
 */
export async function exportConditions(directory: string): Promise<readonly string[]> {
  const options = [...process.execArgv, process.env["NODE_OPTIONS"] ?? ""].join(" ");
  return [...new Set([...conditionsIn(options), ...(await customConditions(directory))])];
}

/** @example conditionsIn("--no-warnings -C source --conditions=react-server") // ["source", "react-server"] */
function conditionsIn(options: string): readonly string[] {
  const given = options.matchAll(/(?:^|\s)"?(?:--conditions|-C)(?:=|\s+)(?:"([^"]+)"|([^\s"]+))/g);
  return [...given].map(([, quoted, plain]) => quoted ?? plain ?? "");
}

/** None where `tsconfig.json` cannot be read: esbuild says so if that matters. */
async function customConditions(directory: string): Promise<readonly string[]> {
  const { getTsconfig } = await import("get-tsconfig");
  try {
    return getTsconfig(directory)?.config.compilerOptions?.customConditions ?? [];
  } catch {
    return [];
  }
}
