/** How a method of `op` is declared: a reader for each argument, and the operations to run. */
import type { Operation, OperationKind, OperationOf } from "../../operations/types.js";
import type { OpExecutor } from "./control.js";

/** Checks an argument and converts it to the form that operations use. */
export type Reader<Input, Output> = (input: Input) => Output;

/** A reader for each option of a method, or for each field of an operation. */
export type Readers = Readonly<Record<string, Reader<never, unknown>>>;

export type Inputs<R> = {
  readonly [K in keyof R]: R[K] extends Reader<infer Input, unknown> ? Input : never;
};

/** The options of a method: one for each reader, with the reader's doc comment. */
export type OptionsOf<R> = Partial<Inputs<R>>;

export type Outputs<R> = {
  -readonly [K in keyof R]: R[K] extends Reader<never, infer Output> ? Output : never;
};

type Steps = Operation | readonly Operation[] | Promise<Operation>;

type Method<Arguments> = (args: Arguments) => Steps;

/**
 * The readers of a method that runs the operation of the same name, in the order of its arguments.
 * Each argument becomes a field of the operation; those of `options` are spread into it.
 */
type Fields<Kind extends OperationKind> = {
  readonly [Field in keyof OperationOf<Kind>]?: Reader<never, OperationOf<Kind>[Field]>;
} & { readonly options?: Reader<never, Partial<OperationOf<Kind>>> };

/** A declaration for each method of a group. */
export type Methods<Group> = {
  readonly [Name in keyof Group]:
    | (Group[Name] extends (...args: infer Arguments) => unknown
        ? Method<Required<Arguments>>
        : never)
    | (Name extends OperationKind ? Fields<Name> : never);
};

/** @example withArguments([read.table], (table) => ({ kind: "dropTable", table })) */
export function withArguments<const R extends readonly Reader<never, unknown>[]>(
  readers: R,
  steps: (...values: Outputs<R>) => Steps,
): Method<Inputs<R>> {
  return (args) => {
    const values = readers.map((read, position) => read(args[position] as never));
    return steps(...(values as Outputs<R>));
  };
}

/** The methods as a migration calls them: they run their operations on `executor`. */
export function bindMethods<Group>(methods: Methods<Group>, executor: OpExecutor): Group {
  const declared = Object.entries<Method<unknown[]> | Readers>(methods);
  const bound = declared.map(([name, declaration]) => [
    name,
    async (...args: unknown[]) => {
      const steps =
        typeof declaration === "function"
          ? declaration(args)
          : operationOf(name, declaration, args);
      // The first operation starts before any `await`, so that a later call cannot overtake it.
      const operations = steps instanceof Promise ? await steps : steps;
      for (const operation of [operations].flat()) await executor.run(operation);
    },
  ]);
  return Object.fromEntries(bound) as Group;
}

function operationOf(kind: string, fields: Readers, args: readonly unknown[]): Operation {
  const values = Object.entries(fields).map(([field, read], position) => {
    const value = read(args[position] as never);
    return field === "options" ? value : { [field]: value };
  });
  return Object.assign({ kind }, ...values) as Operation;
}
