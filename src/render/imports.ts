import { Code, templateLiteral } from "./literals.js";

/** How the project writes the type of a column; `undefined` means as usual. */
export type RenderType = (type: string) =>
  | {
      /** Code with `{name}` for the column's name, or a function that is called with it. */
      readonly source: string;
      readonly imports?: Readonly<Record<string, string | readonly string[]>> | undefined;
    }
  | undefined;

/** Collects the names that rendered code uses, so that a migration imports exactly these. */
export class Imports {
  /** By module and name: whether the name is used only as a type. */
  readonly #names = new Map<string, Map<string, boolean>>();

  constructor(readonly renderType?: RenderType) {}

  /** Records a name, used as a value or only as a type, and returns it. */
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

/** Drizzle's own modules come first, as in a migration written by hand. */
const moduleOrder: readonly string[] = ["drizzle-orm", "drizzle-orm/pg-core", "drizzle-gen"];
