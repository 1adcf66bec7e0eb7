/** The terminal of the process. */
import { syncBuiltinESMExports } from "node:module";
import { exitForReal, guardExit } from "../loader/guarded.js";

/** What the process gives a command; tests replace it. */
export interface Terminal {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
}

export type OutputStream = NodeJS.WritableStream & {
  readonly isTTY?: boolean;
  readonly columns?: number;
};

/** A closed pipe (`gen history | head`) ends the output, never a migration. */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  stdout.on("error", ignoreClosedPipe);
  stderr.on("error", ignoreClosedPipe);
  keepStandardOutput(stderr);
  return { cwd: process.cwd(), env, stdin, stdout, stderr };
}

/** From here on what other code prints goes to stderr: stdout holds a script or one JSON document. */
function keepStandardOutput(stderr: NodeJS.WriteStream): void {
  Object.defineProperty(process, "stdout", { configurable: true, enumerable: true, value: stderr });
  // If something was printed before, the console has kept the stream that it found.
  Reflect.set(console, "_stdout", stderr);
  // For `import { stdout } from "node:process"`.
  syncBuiltinESMExports();
}

/** Ends the process with this status after the last byte, whatever other code does meanwhile. */
export function endProcess({ stdout }: Terminal, status: number): void {
  guardExit();
  const ignore = (): void => undefined;
  process.on("uncaughtException", ignore).on("unhandledRejection", ignore);
  process.prependListener("exit", () => (process.exit = () => exitForReal(status)));
  process.on("exit", () => (process.exitCode = status));
  stdout.write("", () => {
    try {
      exitForReal(status);
    } catch {
      // A listener has thrown. Listeners are called once.
      exitForReal(status);
    }
  });
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
