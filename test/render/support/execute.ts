import { transformSync } from "esbuild";
import * as drizzle from "drizzle-orm";
import * as pgCore from "drizzle-orm/pg-core";
import type { Operation } from "../../../src/operations/types.js";
import { refuseInTransaction } from "../../../src/runtime/transaction.js";
import { createOp, type Op } from "../../../src/runtime/op/create-op.js";
import { type OpExecutor } from "../../../src/runtime/op/control.js";
import { sqlType } from "../../../src/runtime/op/types.js";

const modules = new Map<string, unknown>([
  ["drizzle-orm", drizzle],
  ["drizzle-orm/pg-core", pgCore],
  ["drizzle-gen", { sqlType }],
]);

type Migrate = (op: Op) => Promise<void>;

/** Runs a migration's text and returns what it said to `op`, which refuses what `upgrade` refuses. */
export async function execute(
  file: string,
  direction: "upgrade" | "downgrade" = "upgrade",
): Promise<readonly Operation[]> {
  const { code } = transformSync(file, { loader: "ts", format: "cjs", target: "es2022" });
  const module = { exports: new Map<string, unknown>() };
  const require = (name: string): unknown => {
    if (!modules.has(name)) throw new Error(`The migration imports ${name}.`);
    return modules.get(name);
  };
  new Function("require", "module", code)(require, module);
  const migrate: unknown = Reflect.get(module.exports, direction);
  if (typeof migrate !== "function") throw new Error(`There is no ${direction}.`);
  const { operations, executor } = recorder();
  // The file was type-checked by another test.
  await (migrate as Migrate)(createOp(executor));
  return operations;
}

function recorder(): { readonly operations: readonly Operation[]; readonly executor: OpExecutor } {
  const operations: Operation[] = [];
  let current = operations;
  const executor: OpExecutor = {
    run: async (operation) => {
      if (current === operations) refuseInTransaction(operation);
      current.push(operation);
    },
    query: () => Promise.reject(new Error("The migration asks the database.")),
    autocommit: async (body) => {
      const outer = current;
      const inner: Operation[] = [];
      current = inner;
      await body();
      current = outer;
      outer.push({ kind: "autocommit", operations: inner });
    },
    args: {},
    isOffline: false,
    db: () => {
      throw new Error("The migration asks for Drizzle.");
    },
  };
  return { operations, executor };
}
