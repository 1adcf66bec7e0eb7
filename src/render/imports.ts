import { Code, templateLiteral } from "./literals.js";

/** How the project wants the type of a column written; `undefined`: as always. */
export type RenderType = (type: string) =>
  | {
      /** Code with `{name}` for the column's name, or what is called with it. */
      readonly source: string;
      readonly imports?: Readonly<Record<string, string | readonly string[]>> | undefined;
    }
  | undefined;

/** Collects the names that rendered code uses, so that a migration imports these and no others. */
export class Imports {
  /** By module and name: whether the name is used as a type only. */
  readonly #names = new Map<string, Map<string, boolean>>();

  constructor(readonly renderType?: RenderType) {}

  /** Notes a name, used as a type only or also as a value, and returns it to be written. */
  use(module: string, name: string, { isType = false } = {}): string {
    const names = this.#names.get(module) ?? new Map<string, boolean>();
    this.#names.set(module, names.set(name, isType && names.get(name) !== false));
    return name;
  }

  pgCore(name: string): string {
    return this.use("drizzle-orm/pg-core", name);
  }

  /** SQL as Drizzle's tagged template: sql`lower(email)`. */
  sql(text: string): Code {
    return new Code(`${this.use("drizzle-orm", "sql")}${templateLiteral(text)}`);
  }

  declarations(): readonly string[] {
    const others = [...this.#names.keys()].filter((module) => !moduleOrder.includes(module)).sort();
    return [...moduleOrder, ...others].flatMap((module) => {
      const names = [...(this.#names.get(module) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
      if (names.length === 0) return [];
      const isTypeOnly = names.every(([, isType]) => isType);
      const list = names.map(([name, isType]) => (isType && !isTypeOnly ? `type ${name}` : name));
      return [`import ${isTypeOnly ? "type " : ""}{ ${list.join(", ")} } from "${module}";`];
    });
  }
}

/** Drizzle's own modules first, as a migration that one writes by hand has them. */
const moduleOrder: readonly string[] = ["drizzle-orm", "drizzle-orm/pg-core", "drizzle-gen"];
