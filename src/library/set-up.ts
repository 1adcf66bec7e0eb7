/** What is done before there is a project. What it needs is loaded when it is called. */
import type { InitOutcome } from "../config/init-project.js";
import type { TemplateInfo } from "../render/template.js";

/**
 * Writes a configuration, the migrations folder and its template, and leaves what is there.
 *
 * @param options.directory by default the working directory
 * @example const { written } = await init({ directory: "./service" });
 */
export async function init(options: { readonly directory?: string } = {}): Promise<InitOutcome> {
  const [{ initProject }, { templateName, templatePath }, { resolve }] = await Promise.all([
    import("../config/init-project.js"),
    import("../render/template.js"),
    import("node:path"),
  ]);
  const template = { path: templatePath(), name: templateName };
  return initProject({ directory: resolve(options.directory ?? "."), template, env: process.env });
}

/**
 * The templates that come with the package.
 *
 * @example const [{ path }] = await listTemplates();
 */
export async function listTemplates(): Promise<readonly TemplateInfo[]> {
  return (await import("../render/template.js")).shippedTemplates();
}
