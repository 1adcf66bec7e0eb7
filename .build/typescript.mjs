/** Lets Node run a TypeScript file of this repository: `node --import ./.build/typescript.mjs FILE`. */
import { register } from "node:module";

register("./typescript-hooks.mjs", import.meta.url);
