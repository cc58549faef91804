/** How konk starts itself again: the compiled executable, or Bun with the main file in a development tree. */
export function selfCommand(): string[] {
  const isCompiled = Bun.main.startsWith("/$bunfs/");
  return isCompiled ? [process.execPath] : [process.execPath, Bun.main];
}
