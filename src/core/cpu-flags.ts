/**
 * Which of a CPU's flags a program may have built upon. The kernel also lists there what only kernels use (mitigations,
 * virtualisation, power states); two hosts may differ in those without harm.
 */

/** x86: flags that stand for instructions or registers of user space, as /proc/cpuinfo spells them. */
const x86 = new RegExp(
  `^(?:${[
    "fpu|tsc|cx8|cx16|cmov|mmx|mmxext|fxsr|fxsr_opt|3dnow|3dnowext|3dnowprefetch|clflush|clflushopt|clwb|clzero",
    "sse|sse2|pni|ssse3|sse4_1|sse4_2|sse4a|misalignsse|lahf_lm|syscall|rdtscp|rdpid|popcnt|abm|movbe|bmi1|bmi2|adx",
    "aes|vaes|pclmulqdq|vpclmulqdq|gfni|sha_ni|sha512|sm3|sm4|rdrand|rdseed|f16c|fma|fma4|xop|tbm|fsgsbase|hle|rtm",
    "xsave|xsaveopt|xsavec|xgetbv1|avx\\w*|amx_\\w+|pku|ospke|movdiri|movdir64b|enqcmd|cldemote|waitpkg|serialize",
    "cmpccxadd|user_shstk|tsxldtrk|mpx|apx\\w*",
  ].join("|")})$`,
);

/** arm64: nearly every feature is one of user space. */
const armOfTheKernel = new Set(["evtstrm", "cpuid"]);

/** What programs on the source may use and the destination does not have, sorted. */
export function missingInstructions(arch: string, source: readonly string[], destination: readonly string[]): string[] {
  const isX86 = arch === "x86_64" || /^i[3-6]86$/.test(arch);
  const there = new Set(destination);
  const counts = (flag: string) => (isX86 ? x86.test(flag) : !armOfTheKernel.has(flag));
  return [...new Set(source)].filter((flag) => counts(flag) && !there.has(flag)).sort();
}
