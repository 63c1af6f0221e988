import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../../dist/', import.meta.url))
const SAMPLE_MS = 50

export interface Outcome {
  seconds: number
  stdout: string
  /** Bytes; undefined where the system does not tell (only Linux does). */
  peak: number | undefined
}

export interface Surroundings { env: NodeJS.ProcessEnv, signal: AbortSignal }

/** Starts a built program as a user would, with no option of Node's from outside. */
export const startProgram = (file: string, args: string[], { env, signal }: Surroundings): ChildProcess =>
  spawn(process.execPath, [`${dist}${file}`, ...args], { env, signal, killSignal: 'SIGTERM', stdio: ['ignore', 'pipe', 'pipe'] })

/** Runs a built program to its end; throws what it said where it fails. */
export async function runProgram (file: string, args: string[], surroundings: Surroundings): Promise<Outcome> {
  surroundings.signal.throwIfAborted()
  const began = performance.now()
  const child = startProgram(file, args, surroundings)
  const peak = watchPeak(child.pid!)
  const said = collect(child)
  const code = await ended(child)
  const seconds = (performance.now() - began) / 1000
  if (code !== 0) throw new Error(`${file} ended with ${code}: ${said.stderr || said.stdout}`)
  return { seconds, stdout: said.stdout, peak: peak() }
}

/** What a program says, so far. */
export function collect (child: ChildProcess): { stdout: string, stderr: string } {
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr'] as const) child[stream]!.setEncoding('utf8').on('data', (text: string) => { said[stream] += text })
  return said
}

export const ended = (child: ChildProcess): Promise<number | NodeJS.Signals> => new Promise((resolve, reject) => {
  child.once('error', reject)
  child.once('close', (code, signal) => resolve(code ?? signal!))
})

/** Follows a process until asked for the most memory it ever had resident; the kernel keeps that mark itself. */
export function watchPeak (pid: number): () => number | undefined {
  let peak: number | undefined
  const timer = setInterval(async () => {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
    if (kibibytes) peak = Number(kibibytes) * 1024
  }, SAMPLE_MS).unref()
  return () => {
    clearInterval(timer)
    return peak
  }
}
