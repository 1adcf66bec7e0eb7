import { defined } from "../../defined.js";
import type { ExtensionOperation } from "../../operations/types.js";
import { call } from "../literals.js";
import type { Calls } from "./calls.js";

export const extensionCalls: Calls<ExtensionOperation> = {
  createExtension: ({ extension: { name, schema }, version }) => {
    const options = defined({ schema, version });
    return call("op.createExtension", name, Object.keys(options).length > 0 ? options : undefined);
  },
  alterExtension: ["name", "changes"],
  dropExtension: ["name"],
};
