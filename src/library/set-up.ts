/** The commands that work without a project. */
import { resolve } from "node:path";
import { initProject, type InitOutcome } from "../config/init-project.js";
import { templateName, templatePath } from "../render/template.js";

/** @param env read for `DATABASE_URL` */
export function init(directory = ".", env = process.env): Promise<InitOutcome> {
  const template = { path: templatePath(), name: templateName };
  return initProject({ directory: resolve(directory), template, env });
}
