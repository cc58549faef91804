/** The size of a page of memory, in bytes: on x86-64 there is one, which CRIU, the kernel and the wire share. */
export const pageBytes = 4096;
