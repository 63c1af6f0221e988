import { readFileSync, rmSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { EmbeddedFailure } from './failure.ts'
import type { ProcessIdentity } from './running-process.ts'
import { identify, isSame } from './running-process.ts'

/** Takes the lock file for this process or says who holds it; a dead holder's lock is taken over. */
export async function lockDirectory (path: string, directory: string): Promise<{ release: () => void }> {
  const mine = JSON.stringify(identify(process.pid))
  const draft = `${path}.${process.pid}`
  // Readable for all, or another user would take a living holder's lock for a broken one.
  await writeFile(draft, mine, { mode: 0o644 })
  try {
    for (;;) {
      // link() takes the name only if it is free, and the file is complete from the first moment.
      const taken = await link(draft, path).then(() => true, (err: NodeJS.ErrnoException) => {
        if (err.code === 'EEXIST') return false
        throw err
      })
      if (taken) return { release: () => releaseOwn(path, mine) }
      await evictDead(path, directory)
    }
  } finally {
    await rm(draft, { force: true })
  }
}

async function evictDead (path: string, directory: string) {
  const holder = await readHolder(path)
  if (holder && isSame(holder)) {
    const who = holder.pid === process.pid ? 'this very process' : `process ${holder.pid}`
    throw new EmbeddedFailure('in-use', `The data directory ${directory} is in use by ${who}. Stop that one first, or choose another directory with DATA_DIR.`)
  }
  // Moved before it is removed: of two that saw the dead holder only one gets to move it.
  const grave = `${path}.${process.pid}.old`
  await rename(path, grave).catch(() => {})
  const moved = await readHolder(grave)
  if (moved && isSame(moved)) await link(grave, path).catch(() => {})
  await rm(grave, { force: true })
}

async function readHolder (path: string): Promise<ProcessIdentity | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity
  } catch {
    return undefined
  }
}

// Synchronous, so that it can also run while the process exits.
function releaseOwn (path: string, mine: string) {
  try {
    if (readFileSync(path, 'utf8') === mine) rmSync(path)
  } catch {
    // Already gone, and that is what was wanted.
  }
}
