/** Version and commit of this build; build.ts puts the two constants in. */
declare const KONK_VERSION: string | undefined;
declare const KONK_COMMIT: string | undefined;

export const version: string = typeof KONK_VERSION === "string" ? KONK_VERSION : "0.0.0-development";
export const commit: string = typeof KONK_COMMIT === "string" ? KONK_COMMIT : "unknown";
