import type { AddressInfo } from 'node:net'
import type { SMTPServerOptions } from 'smtp-server'
import { SMTPServer } from 'smtp-server'
import { text } from 'node:stream/consumers'
import type { Test } from 'tap'

export interface Received { from: string, to: string[], headers: Map<string, string>, raw: string, body: string }

const bytesOf = (encoded: string, kind: string) => kind.toLowerCase() === 'b' || kind === 'base64' ? Buffer.from(encoded, 'base64')
  : Buffer.from(encoded.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1')
/** RFC 2047: words that stand for other letters; the blank between two of them is none. */
const decoded = (value: string) => value.replace(/(\?=)\s+(=\?)/g, '$1$2').replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, word: string) => bytesOf(kind.toLowerCase() === 'q' ? word.replaceAll('_', ' ') : word, kind).toString('latin1'))

function read (raw: string): Pick<Received, 'headers' | 'body'> {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const headers = new Map(head.replace(/\r\n[ \t]+/g, ' ').split('\r\n').map((line) => {
    const [, name = '', value = ''] = /^([^:]+): ?(.*)$/.exec(line) ?? []
    return [name.toLowerCase(), Buffer.from(decoded(value), 'latin1').toString('utf8')]
  }))
  return { headers, body: bytesOf(rest.join('\r\n\r\n'), headers.get('content-transfer-encoding') ?? '').toString('utf8').replaceAll('\r\n', '\n') }
}

type Verdict = { code: number, text: string } | undefined
interface Manners {
  /** Of a recipient, or of a whole letter: undefined where it is taken. */
  recipient?: (address: string) => Verdict
  letter?: () => Verdict
  password?: string
  port?: number
}

/** A mail server on this machine that keeps what it takes. */
export async function mailServer (t: Test, { recipient, letter, password, port = 0 }: Manners = {}) {
  const received: Received[] = []
  const refusal = ({ code, text: words }: NonNullable<Verdict>) => Object.assign(new Error(words), { responseCode: code })
  const options: SMTPServerOptions = {
    disabledCommands: ['STARTTLS'], authOptional: password === undefined, allowInsecureAuth: true, disableReverseLookup: true, logger: false,
    onAuth: (auth, _session, callback) => { auth.password === password ? callback(null, { user: auth.username }) : callback(refusal({ code: 535, text: 'Authentication failed' })) },
    onRcptTo: ({ address }, _session, callback) => {
      const verdict = recipient?.(address)
      callback(verdict ? refusal(verdict) : undefined)
    },
    onData: (stream, { envelope }, callback) => {
      void text(stream.setEncoding('latin1')).then((latin) => {
        const raw = Buffer.from(latin, 'latin1').toString('latin1')
        const verdict = letter?.()
        if (verdict) return callback(refusal(verdict))
        received.push({ from: envelope.mailFrom ? envelope.mailFrom.address : '', to: envelope.rcptTo.map(({ address }) => address), raw, ...read(raw) })
        callback()
      })
    },
  }
  const server = new SMTPServer(options)
  server.on('error', () => {})
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve) })
  const close = () => new Promise<void>((resolve) => { server.close(resolve) })
  t.teardown(close)
  const own = (server.server.address() as AddressInfo).port
  return { received, close, port: own, url: `smtp://127.0.0.1:${own}` }
}
