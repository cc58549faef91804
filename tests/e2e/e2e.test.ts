/**
 * The end-to-end tests, in order: `bun test:e2e` on two virtual machines that are up (`vagrant up`). The first story leaves the
 * hosts as the README does; the others need that and bring it about themselves when they are run alone (`-t "part of a title"`).
 * Those that want the test build come last: it is sent once.
 */
import "./stories/quick-start.ts";
import "./stories/moves.ts";
import "./stories/pre-copy.ts";
import "./stories/post-copy.ts";
import "./stories/failures.ts";
import "./stories/upkeep.ts";
import "./stories/power.ts";
