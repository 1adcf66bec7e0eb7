/** How a method of `op` is declared: how each argument is read, and the operations it becomes. */
import type { Operation, OperationKind, OperationOf } from "../../operations/types.js";
import type { OpExecutor } from "./control.js";

/** Checks an argument and brings it into the form that operations have. */
export type Reader<Input, Output> = (input: Input) => Output;

/** Readers by the names of what they read: of options, or of the fields of an operation. */
export type Readers = Readonly<Record<string, Reader<never, unknown>>>;

export type Inputs<R> = {
  readonly [K in keyof R]: R[K] extends Reader<infer Input, unknown> ? Input : never;
};

/** What a method's options may be: those that it has readers for, with their doc comments. */
export type OptionsOf<R> = Partial<Inputs<R>>;

export type Outputs<R> = {
  -readonly [K in keyof R]: R[K] extends Reader<never, infer Output> ? Output : never;
};

type Steps = Operation | readonly Operation[] | Promise<Operation>;

type Method<Arguments> = (args: Arguments) => Steps;

/**
 * Readers of the arguments, in their order, of a method that becomes the operation of its own
 * name: the arguments are the operation's fields, and `options` are spread into it.
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

/** `withArguments([read.table], (table) => ({ kind: "dropTable", table }))` */
export function withArguments<const R extends readonly Reader<never, unknown>[]>(
  readers: R,
  steps: (...values: Outputs<R>) => Steps,
): Method<Inputs<R>> {
  return (args) => {
    const values = readers.map((read, position) => read(args[position] as never));
    return steps(...(values as Outputs<R>));
  };
}

/** The methods of a group as a migration calls them. */
export function bindMethods<Group>(methods: Methods<Group>, executor: OpExecutor): Group {
  const declared = Object.entries<Method<unknown[]> | Readers>(methods);
  const bound = declared.map(([name, declaration]) => [
    name,
    async (...args: unknown[]) => {
      const steps =
        typeof declaration === "function"
          ? declaration(args)
          : operationOf(name, declaration, args);
      // Nothing is awaited before the first operation runs: what is called next comes after it.
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
