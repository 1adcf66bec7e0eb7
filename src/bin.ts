#!/usr/bin/env node
import { main } from "./cli/main.js";
import { endProcess, processTerminal } from "./cli/terminal.js";

// A model file may leave a timer or a pool open, which would keep the process alive.
const terminal = processTerminal();
endProcess(terminal, await main(process.argv.slice(2), terminal));
