/** Work that is done once however often it is asked for, and again only when it failed. */
export class Once<T> {
  #result: Promise<T> | undefined;

  /** Of the work that is under way or done; undefined before, and after a failure. */
  get result(): Promise<T> | undefined {
    return this.#result;
  }

  start(work: () => Promise<T>): void {
    this.#result ??= work().catch((error: unknown) => {
      this.#result = undefined;
      throw error;
    });
  }
}
