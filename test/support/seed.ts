/**
 * Property tests draw the same cases in every run, so that a run that fails was a change's fault;
 * `GEN_TEST_SEED=random` explores, and a number repeats what a failure has printed.
 */
import fc from "fast-check";

const seed = process.env["GEN_TEST_SEED"] ?? "20261122";
if (seed !== "random") fc.configureGlobal({ seed: Number(seed) });
