import { Agent, get } from 'node:http'
import { brotliDecompressSync } from 'node:zlib'
import type { Question } from './http/round.ts'

export interface Timed { status: number, body: string, milliseconds: number }

/**
 * Asks one question after the other on one warm connection, for coded answers as a browser does. Until the last byte has come and no longer: taking the
 * answer apart is the asker's affair, and so is what `fetch` does beside it, which is more than the service does for a short answer.
 */
export function oneConnection (url: string, signal: AbortSignal): (question: Question) => Promise<Timed> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return ({ path, headers }) => new Promise((resolve, reject) => {
    const began = performance.now()
    get(`${url}${path}`, { agent, signal, headers: { ...headers, 'accept-encoding': 'br' } }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).once('error', reject).once('end', () => {
        const milliseconds = performance.now() - began
        const bytes = Buffer.concat(chunks)
        resolve({ status: answer.statusCode!, body: (answer.headers['content-encoding'] === 'br' ? brotliDecompressSync(bytes) : bytes).toString(), milliseconds })
      })
    }).once('error', reject)
  })
}
