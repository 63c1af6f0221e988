import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity { pid: number, started: string }

/** When the process started, in a form only good for comparing; undefined when there is none (a zombie is none). */
export function startOf (pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      // The command name, in parentheses, may itself hold blanks and parentheses; the rest are plain columns.
      const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
      const columns = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return columns[0] === 'Z' || columns[0] === 'X' ? undefined : columns[19]
    } catch {
      return undefined
    }
  }
  try {
    const [state = '', ...started] = ps(pid, 'stat', 'lstart').trim().split(/\s+/)
    return state.startsWith('Z') ? undefined : started.join(' ')
  } catch {
    return undefined
  }
}

/** Its command line; empty when it is gone or not ours to see. */
export function commandOf (pid: number): string {
  try {
    return process.platform === 'linux'
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
      : ps(pid, 'command')
  } catch {
    return ''
  }
}

/** Each column in an option of its own: on BSD a header, also an empty one, reaches to the end of its option. */
const ps = (pid: number, ...columns: string[]) =>
  execFileSync('ps', [...columns.flatMap((column) => ['-o', `${column}=`]), '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe', env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } })

export const isAlive = (pid: number) => startOf(pid) !== undefined

export const identify = (pid: number): ProcessIdentity => ({ pid, started: startOf(pid) ?? '' })

export const isSame = ({ pid, started }: ProcessIdentity) => startOf(pid) === started

/** Waits until the process is gone; false when it still runs after that time. */
export async function waitForEnd (pid: number, timeoutMs: number): Promise<boolean> {
  const until = Date.now() + timeoutMs
  while (isAlive(pid)) {
    if (Date.now() > until) return false
    await sleep(15)
  }
  return true
}
