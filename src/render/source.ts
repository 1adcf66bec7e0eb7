/** What is done to a migration as a syntax tree, with ts-morph. */
import type { FunctionDeclaration, ImportDeclaration, SourceFile } from "ts-morph";
import { loadTsMorph, parseSource } from "../typescript.js";
import { Imports } from "./imports.js";
import { type Template, templateError } from "./template.js";

/**
 * Brings a filled template in order: imports of one module are joined, and a function that does
 * nothing calls its parameter `_op`, so that no check for unused names complains.
 */
export function tidySource(text: string, template: Template): string {
  const source = parseSource(text);
  checkConstants(source, template);
  for (const name of ["upgrade", "downgrade"]) {
    const body = source.getFunction(name);
    if (body?.isExported() !== true) {
      throw templateError(template, `does not export the function ${name}.`);
    }
    nameParameter(body);
  }
  joinImports(source);
  return source.getFullText();
}

function checkConstants(source: SourceFile, template: Template): void {
  const { SyntaxKind: kinds } = loadTsMorph();
  const literals = new Set([kinds.NullKeyword, kinds.StringLiteral, kinds.ArrayLiteralExpression]);
  for (const name of ["revision", "downRevision", "branchLabels", "dependsOn"]) {
    const declaration = source.getVariableDeclaration(name);
    const value = declaration?.getInitializer()?.getKind();
    if (declaration?.isExported() !== true || value === undefined || !literals.has(value)) {
      throw templateError(template, `does not export the constant ${name} as a literal.`);
    }
  }
}

function nameParameter(body: FunctionDeclaration): void {
  const parameter = body.getParameters()[0];
  if (parameter?.getName() !== "op") return;
  const { Node } = loadTsMorph();
  const use = body
    .getBody()
    ?.getFirstDescendant((node) => Node.isIdentifier(node) && node.getText() === "op");
  if (use === undefined) parameter.getNameNode().replaceWithText("_op");
}

/** A template may import what it needs itself; each name is then imported once. */
function joinImports(source: SourceFile): void {
  const byModule = new Map<string, ImportDeclaration[]>();
  for (const declaration of source.getImportDeclarations().filter(hasOnlyNames)) {
    const module = declaration.getModuleSpecifierValue();
    byModule.set(module, [...(byModule.get(module) ?? []), declaration]);
  }
  for (const [module, [first, ...others]] of byModule) {
    if (first === undefined || others.length === 0) continue;
    const imports = new Imports();
    for (const declaration of [first, ...others]) {
      for (const specifier of declaration.getNamedImports()) {
        const name = specifier.getText().replace(/^type /, "");
        const isType = declaration.isTypeOnly() || specifier.isTypeOnly();
        imports.use(module, name, { isType });
      }
    }
    first.replaceWithText(imports.declarations().join("\n"));
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
