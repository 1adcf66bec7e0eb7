/** What the program knows of the world outside, so that a test can be that world. */
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

/**
 * The terminal, or whatever else this process was given.
 *
 * A reader that goes away (`gen history | head`) ends the output, never a migration: nothing is
 * written to stdout before the work is done, and a lost stderr is no reason to stop.
 */
export function processTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  stdout.on("error", ignoreClosedPipe);
  stderr.on("error", ignoreClosedPipe);
  return { cwd: process.cwd(), env, stdin, stdout, stderr };
}

function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
}
