/** Code that was loaded called `process.exit`: an error in its place, for the program goes on. */
export class ExitCalled extends Error {
  constructor(code: unknown) {
    const shown = typeof code === "number" || typeof code === "string" ? String(code) : "";
    super(`process.exit(${shown}) was called.`);
    // The stack begins with who called.
    Error.captureStackTrace(this, refuse);
  }
}

const guards = new Set<ExitCalled[]>();
let genuine: typeof process.exit | undefined;

/**
 * From now on `process.exit` throws instead of ending the process, until all guards are released.
 *
 * @returns `calls`: every call so far, also where its error was caught.
 */
export function guardExit(): { readonly calls: readonly ExitCalled[]; release(): void } {
  const calls: ExitCalled[] = [];
  if (genuine === undefined) {
    genuine = process.exit;
    process.exit = refuse;
  }
  guards.add(calls);
  return {
    calls,
    release() {
      guards.delete(calls);
      if (guards.size > 0 || genuine === undefined) return;
      process.exit = genuine;
      genuine = undefined;
    },
  };
}

function refuse(code?: unknown): never {
  const error = new ExitCalled(code);
  for (const calls of guards) calls.push(error);
  throw error;
}

/** Ends the process, guarded or not. */
export function exitForReal(status: number): never {
  return (genuine ?? process.exit).call(process, status);
}
