/** Has work done one piece after the other, in the order in which it was asked for. */
export class CallQueue {
  #tail: Promise<void> = Promise.resolve();
  #pending = 0;
  #isClosed = false;

  /** Resolves with the work's result. Work that fails does not stop what comes after it. */
  add<T>(work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#isClosed) return;
      this.#pending += 1;
      this.#tail = this.#tail.then(() => this.#do(work, resolve, reject));
    });
  }

  /** Whether something that was asked for is not done yet. */
  get isBusy(): boolean {
    return this.#pending > 0;
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

  /**
   * From now on no work is begun, and whoever waits for some waits for ever: a rejection that
   * nobody handles would end the process.
   */
  close(): void {
    this.#isClosed = true;
  }

  async #do<T>(
    work: () => Promise<T>,
    resolve: (value: T) => void,
    reject: (reason: unknown) => void,
  ): Promise<void> {
    if (this.#isClosed) return;
    try {
      const value = await work();
      this.#settle(() => resolve(value));
    } catch (error) {
      this.#settle(() => reject(error));
    }
  }

  #settle(tell: () => void): void {
    this.#pending -= 1;
    if (!this.#isClosed) tell();
  }
}
