/** The modules that a migration takes names from; others only where the project says so. */
export type ImportModule = string;

/** How the project wants the type of a column written; `undefined`: as always. */
export type RenderType = (type: string) =>
  | {
      /** Code with `{name}` for the column's name, or what is called with it. */
      readonly source: string;
      readonly imports?: Readonly<Record<string, string | readonly string[]>> | undefined;
    }
  | undefined;

/**
 * Collects the names that rendered code uses, so that a migration imports these and no others.
 *
 * @example
 * const imports = new Imports();
 * imports.use("drizzle-orm", "sql"); // "sql"
 * imports.declarations(); // ['import { sql } from "drizzle-orm";']
 */
export class Imports {
  readonly #values = new Map<ImportModule, Set<string>>();
  readonly #types = new Map<ImportModule, Set<string>>();

  constructor(readonly renderType?: RenderType) {}

  /** Notes a value and returns its name, to be written where it is used. */
  use(module: ImportModule, name: string): string {
    add(this.#values, module, name);
    return name;
  }

  /** Notes a name that is used as a type only. */
  useType(module: ImportModule, name: string): string {
    add(this.#types, module, name);
    return name;
  }

  /** One declaration for each module, sorted throughout. */
  declarations(): readonly string[] {
    const others = [...this.#values.keys()].filter((one) => !moduleOrder.includes(one)).sort();
    return [...moduleOrder, ...others].flatMap((module) => {
      const values = this.#values.get(module) ?? new Set();
      const types = this.#types.get(module) ?? new Set();
      const names = [...values, ...types].sort();
      if (names.length === 0) return [];
      const keyword = values.size === 0 ? "import type" : "import";
      const written = names.map((name) =>
        values.size > 0 && types.has(name) ? `type ${name}` : name,
      );
      return [`${keyword} { ${written.join(", ")} } from "${module}";`];
    });
  }
}

function add(into: Map<ImportModule, Set<string>>, module: ImportModule, name: string): void {
  const names = into.get(module);
  if (names === undefined) into.set(module, new Set([name]));
  else names.add(name);
}

/** Drizzle's own modules first, as a migration that one writes by hand has them. */
const moduleOrder: readonly ImportModule[] = ["drizzle-orm", "drizzle-orm/pg-core", "drizzle-gen"];
