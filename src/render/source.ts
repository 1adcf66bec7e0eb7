/** What is done to a migration as a syntax tree, with ts-morph. */
import type {
  FunctionDeclaration,
  ImportDeclaration,
  SourceFile,
  ts as TypeScript,
} from "ts-morph";
import { ExitStatus, GenError } from "../errors.js";
import { loadTsMorph } from "./ts-morph.js";
import type { Template } from "./template.js";

/**
 * Brings a filled template in order: imports that name one module are joined, and
 * a function that does nothing calls its parameter `_op`, so that no check for unused names
 * complains.
 *
 * @throws GenError `template` if what the template makes lacks one of the exports of a migration.
 */
export function tidySource(text: string, template: Template): string {
  const { Project, SyntaxKind } = loadTsMorph();
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { noLib: true, noResolve: true },
  });
  const source = project.createSourceFile("migration.ts", text);
  checkConstants(source, template, SyntaxKind);
  for (const name of ["upgrade", "downgrade"]) {
    const body = source.getFunction(name);
    if (body?.isExported() !== true) {
      throw broken(template, `does not export the function ${name}`);
    }
    nameParameter(body, SyntaxKind);
  }
  joinImports(source);
  return source.getFullText();
}

function checkConstants(
  source: SourceFile,
  template: Template,
  kinds: typeof TypeScript.SyntaxKind,
): void {
  const literals = new Set([kinds.NullKeyword, kinds.StringLiteral, kinds.ArrayLiteralExpression]);
  for (const name of ["revision", "downRevision", "branchLabels", "dependsOn"]) {
    const declaration = source.getVariableDeclaration(name);
    const value = declaration?.getInitializer()?.getKind();
    if (declaration?.isExported() !== true || value === undefined || !literals.has(value)) {
      throw broken(template, `does not export the constant ${name} as a literal`);
    }
  }
}

function nameParameter(body: FunctionDeclaration, kinds: typeof TypeScript.SyntaxKind): void {
  const parameter = body.getParameters()[0];
  if (parameter?.getName() !== "op") return;
  const use = body
    .getBody()
    ?.getFirstDescendant((node) => node.getKind() === kinds.Identifier && node.getText() === "op");
  if (use === undefined) parameter.getNameNode().replaceWithText("_op");
}

/** A template may import what it needs itself; each name is then imported once. */
function joinImports(source: SourceFile): void {
  const byModule = new Map<string, ImportDeclaration[]>();
  for (const declaration of source.getImportDeclarations().filter(hasOnlyNames)) {
    const module = declaration.getModuleSpecifierValue();
    byModule.set(module, [...(byModule.get(module) ?? []), declaration]);
  }
  for (const [first, ...others] of byModule.values()) {
    if (first === undefined || others.length === 0) continue;
    joinNames(first, others);
    for (const other of others) other.remove();
  }
}

function hasOnlyNames(declaration: ImportDeclaration): boolean {
  return (
    declaration.getNamedImports().length > 0 &&
    declaration.getDefaultImport() === undefined &&
    declaration.getNamespaceImport() === undefined
  );
}

/** A name that is imported both as a value and as a type is imported as a value. */
function joinNames(first: ImportDeclaration, others: readonly ImportDeclaration[]): void {
  const values = new Set<string>();
  const types = new Set<string>();
  for (const declaration of [first, ...others]) {
    for (const specifier of declaration.getNamedImports()) {
      const isType = declaration.isTypeOnly() || specifier.isTypeOnly();
      (isType ? types : values).add(specifier.getText().replace(/^type /, ""));
    }
  }
  const isTypeOnly = values.size === 0;
  const names = [...new Set([...values, ...types])].sort();
  first.removeNamedImports();
  first.setIsTypeOnly(isTypeOnly);
  first.addNamedImports(
    names.map((name) => (isTypeOnly || values.has(name) ? name : `type ${name}`)),
  );
}

function broken({ path }: Template, problem: string): GenError {
  return new GenError("template", `The migration template ${path} ${problem}.`, {
    hint: "Compare it with the template that `gen init` writes into an empty folder.",
    status: ExitStatus.usage,
  });
}
