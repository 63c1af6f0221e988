/**
 * Runs the files named, each in a process of its own. Not tap's own runner: that one has every process and thread load
 * its modules through the hooks that coverage needs, two seconds of a processor each.
 */
import t from 'tap'

/** As many as the smallest machine has processors. */
const JOBS = 2
/** For a file that names no limit of its own; a busy machine takes five times as long as a quiet one. */
const PATIENCE_SECONDS = 600

t.setTimeout(0)
t.jobs = JOBS
for (const file of process.argv.slice(2)) {
  void t.spawn(process.execPath, ['--enable-source-maps', file], { buffered: true, timeout: PATIENCE_SECONDS * 1000, env: { ...process.env, TAP_TIMEOUT: String(PATIENCE_SECONDS) } }, file)
}
