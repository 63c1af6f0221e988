import { once } from 'node:events'
import { get } from 'node:http'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Test } from 'tap'
import type { ChangeEvent } from '../../src/changes/event.ts'

const PATIENCE_MS = 30_000

/** A reader of an open connection: what came so far, and ways to wait for more, to stop taking and to go away. */
export async function openStream (t: Test, url: string, headers: Record<string, string> = {}) {
  const request: ClientRequest = get(url, { headers, agent: false })
  request.on('error', () => {})
  const [response] = await once(request, 'response') as [IncomingMessage]
  let text = ''
  let hasEnded = false
  response.setEncoding('utf8').on('data', (piece: string) => { text += piece }).on('error', () => {}).on('close', () => { hasEnded = true })
  const isSse = response.headers['content-type']?.startsWith('text/event-stream') ?? false

  const whole = () => text.slice(0, text.lastIndexOf(isSse ? '\n\n' : '\n') + 1)
  const events = (): ChangeEvent[] => isSse
    ? [...whole().matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json!))
    : whole().split('\n').filter((line) => line !== '').map((line) => JSON.parse(line)).filter(({ type }) => type !== 'heartbeat')

  async function until (condition: () => boolean): Promise<void> {
    for (const end = Date.now() + PATIENCE_MS; !condition();) {
      if (Date.now() > end) throw new Error(`waited in vain; so far came: ${text.slice(-500)}`)
      await sleep(10)
    }
  }
  const close = () => { request.destroy() }
  t.teardown(close)
  return {
    response, events, until, close,
    text: () => text,
    ended: () => until(() => hasEnded),
    /** Until the event of this position is there. */
    reaches: (position: number) => until(() => (events().at(-1)?.position ?? 0) >= position),
    pause: () => { response.pause() },
    resume: () => { response.resume() },
  }
}
