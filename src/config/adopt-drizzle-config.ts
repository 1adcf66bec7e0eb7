import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { Node, ObjectLiteralExpression } from "ts-morph";
import { defined } from "../defined.js";
import { loadTsMorph, parseSource } from "../typescript.js";

/** Keys of drizzle-kit's configuration and what they are called here. */
const otherKeys = { casing: "casing", schemaFilter: "schemas", tablesFilter: "tables" } as const;

/**
 * Reads from a `drizzle.config.*` the expressions that a `gen.config.ts` can repeat: literals and
 * `process.env`. The file is parsed, not run, so `process.env.DATABASE_URL` is copied as an expression
 * and not as its current value.
 */
export async function adoptDrizzleConfig(file: string) {
  const text = await propertyTexts(file);
  const [schema, url, out] = [text("schema"), text("dbCredentials", "url"), text("out")];
  const obstacle =
    url === undefined
      ? "it is not one plain URL"
      : isLiteralWithPassword(url)
        ? "it holds a password"
        : text("driver") && "it needs a driver";
  return defined({
    schema,
    // `process.env.DATABASE_URL` is the default anyway.
    database: obstacle || !url || isDatabaseUrl(url) ? undefined : withoutAssertion(url),
    out: out?.replace(/^["'`]|["'`]$/g, ""),
    others: Object.entries(otherKeys).flatMap(([theirs, key]) => {
      const value = text(theirs);
      return value === undefined ? [] : [{ key, text: value }];
    }),
    notes: [
      schema === undefined &&
        `The schema of ${basename(file)} is not a string or an array: write it into gen.config.ts.`,
      obstacle &&
        `The database of ${basename(file)} was not copied (${obstacle}): set DATABASE_URL.`,
    ].filter((note) => typeof note === "string"),
  });
}

/** Finds the configuration's object; the result returns the text of a property's value. */
async function propertyTexts(file: string): Promise<(...path: string[]) => string | undefined> {
  const { Node, SyntaxKind } = loadTsMorph();
  const source = parseSource(await readFile(file, "utf8"), basename(file));
  const valueOf = (object: Node | undefined, key: string) => {
    if (!Node.isObjectLiteralExpression(object)) return undefined;
    const property = object.getProperty(key) ?? object.getProperty(`"${key}"`);
    return Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  };
  /** Whether an expression means the same in another file. */
  const isSelfContained = (expression: Node) =>
    [expression, ...expression.getDescendants()].every((node) => {
      if (!Node.isIdentifier(node)) return !Node.isFunctionLikeDeclaration(node);
      const parent = node.getParent();
      const isMember = Node.isPropertyAccessExpression(parent) && parent.getNameNode() === node;
      return isMember || node.getText() === "process";
    });

  const isConfig = (object: ObjectLiteralExpression) =>
    valueOf(object, "dialect") !== undefined || valueOf(object, "schema") !== undefined;
  const config = source.getDescendantsOfKind(SyntaxKind.ObjectLiteralExpression).find(isConfig);
  return (...path) => {
    const value = path.reduce<Node | undefined>(valueOf, config);
    return value !== undefined && isSelfContained(value) ? value.getText() : undefined;
  };
}

/** `process.env.DATABASE_URL!` promises that it is set, which a configuration need not. */
function withoutAssertion(expression: string): string {
  return expression.replace(/!$/, "").replace(/\s+as string$/, "");
}

/** Whether the expression is `DATABASE_URL`, which overrides the configuration anyway. */
function isDatabaseUrl(expression: string): boolean {
  const plain = withoutAssertion(expression).replace(/\s*(?:\?\?|\|\|)\s*(?:""|''|``)$/, "");
  return /^process\.env(?:\.DATABASE_URL|\[["'`]DATABASE_URL["'`]\])$/.test(plain);
}

function isLiteralWithPassword(expression: string): boolean {
  return /^["'`][a-z+]+:\/\/[^/@]*:[^@]*@/i.test(expression);
}
