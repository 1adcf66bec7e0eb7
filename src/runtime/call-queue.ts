/** Has work done one piece after the other, in the order in which it was asked for. */
export class CallQueue {
  #tail: Promise<unknown> = Promise.resolve();
  #pending = 0;
  #closed: Error | undefined;

  /** Resolves with the work's result. Work that fails does not stop what comes after it. */
  add<T>(work: () => Promise<T>): Promise<T> {
    if (this.#closed !== undefined) return Promise.reject(this.#closed);
    this.#pending += 1;
    const result = this.#tail.then(work).finally(() => {
      this.#pending -= 1;
    });
    this.#tail = result.catch(() => undefined);
    return result;
  }

  /**
   * Resolves when nothing is left. Whoever waited for the last piece of work gets a turn to ask
   * for more.
   */
  async drain(): Promise<void> {
    do {
      await this.#tail;
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#pending > 0);
  }

  /** From now on, work is refused. */
  close(reason: Error): void {
    this.#closed = reason;
  }
}
