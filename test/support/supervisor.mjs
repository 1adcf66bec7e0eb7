/**
 * Runs a PostgreSQL server for as long as the process that started this one lives: standard input
 * is a pipe from it, and the pipe's end, however it comes about, stops the server and removes its
 * directory. So no server outlives a crash, a Ctrl-C or a SIGKILL of the tests.
 *
 * Plain JavaScript, because Node runs it directly. Its one argument is JSON:
 * `{ postgres, arguments, user: { uid, gid } | null, directory }`.
 */
import { spawn } from "node:child_process";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const options = JSON.parse(process.argv[2] ?? "{}");
const log = join(options.directory, "server.log");

const server = spawn(options.postgres, options.arguments, {
  ...options.user,
  cwd: options.directory,
  detached: true,
  env: { PATH: process.env.PATH ?? "", LC_ALL: "C", SystemRoot: process.env.SystemRoot ?? "" },
  stdio: ["ignore", "ignore", "pipe"],
});

server.stderr.on("data", (chunk) => {
  appendFileSync(log, chunk);
  if (chunk.includes("database system is ready to accept connections")) {
    process.stdout.write("ready\n");
  }
});
server.on("error", (error) => appendFileSync(log, `${error.message}\n`));
// "close" also comes after "error", when nothing could be started.
server.on("close", () => {
  if (ending) rmSync(options.directory, { recursive: true, force: true, maxRetries: 5 });
  process.exit(ending ? 0 : 1);
});

let ending = false;
const end = () => {
  if (ending) return;
  ending = true;
  // An immediate shutdown: nothing in this server is worth a checkpoint.
  server.kill("SIGQUIT");
};
process.stdin.on("error", end).on("end", end).on("close", end).resume();
process.stdout.on("error", end);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
