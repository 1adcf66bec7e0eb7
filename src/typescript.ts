import { createRequire } from "node:module";
import type * as TsMorph from "ts-morph";

const require = createRequire(import.meta.url);

/**
 * ts-morph, with the TypeScript compiler in it. Required rather than imported: before Node imports
 * CommonJS it reads all of it once more, in search of names to export, which here takes a seventh
 * of a second.
 */
export function loadTsMorph(): typeof TsMorph {
  return require("ts-morph");
}

/**
 * The syntax of a file that stands alone: nothing else is read, and no type is looked up.
 *
 * @param name decides by its ending between TypeScript and JavaScript
 */
export function parseSource(text: string, name = "migration.ts"): TsMorph.SourceFile {
  const { Project } = loadTsMorph();
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: { allowJs: true, noLib: true, noResolve: true },
  });
  return project.createSourceFile(name, text);
}
