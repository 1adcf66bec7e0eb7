// No changes: nothing is written.
export {};
