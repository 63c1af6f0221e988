import nodemailer from 'nodemailer'

/** Where letters are handed over, and who they are from. */
export interface MailSettings { smtpUrl: string, from: string }

export interface Letter { messageId: string, to: string, subject: string, text: string }
export interface Transport { send: (letter: Letter) => Promise<void>, close: () => void }

/**
 * Why a letter did not go out. `refused`: the server will never take this one; `later`: not this one just now;
 * `away`: nothing can be sent at present, whatever the letter is.
 */
export type Failure = { kind: 'refused' | 'later' | 'away', reason: string }

const PATIENCE_MS = 10_000
const LONGEST_REASON = 300

/** A connection to the mail server for a while; nobody connects before the first letter. */
export function mailTransport ({ smtpUrl, from }: MailSettings): Transport {
  const transport = nodemailer.createTransport({ url: smtpUrl, pool: true, maxConnections: 1, connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, dnsTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS })
  const sender = senderOf(from)
  return {
    // As parts and not as one text: nothing in a name or an address can become another of either.
    send: async ({ messageId, to, subject, text }) => {
      await transport.sendMail({ from: sender, to: { name: '', address: to }, subject, text, messageId: `<${messageId}@${sender.address.split('@')[1]}>`, headers: { 'auto-submitted': 'auto-generated' } })
    },
    close: () => transport.close(),
  }
}

/** `Name <name@example.org>`, or the address alone. */
export function senderOf (from: string): { name: string, address: string } {
  const [, name = '', address = from] = /^(.*?)\s*<([^<>]+)>$/.exec(from) ?? []
  return { name: name.replace(/^"(.*)"$/, '$1'), address }
}

interface SmtpError { code?: string, command?: string, responseCode?: number, response?: string }

/** What the server made of a letter. Its words go no further than the letter's row: they name mailboxes. */
export function failureOf (err: unknown): Failure {
  const { code, command, responseCode, response } = (typeof err === 'object' && err !== null ? err : {}) as SmtpError
  const isOfLetter = (command === 'RCPT TO' || command === 'DATA') && responseCode !== undefined && responseCode !== 421
  if (isOfLetter) return { kind: responseCode >= 500 ? 'refused' : 'later', reason: (response ?? String(responseCode)).replace(/\s+/g, ' ').slice(0, LONGEST_REASON) }
  // An answer to a login or a sender is about the settings; it is named by its number alone.
  return { kind: 'away', reason: [code ?? 'ENOTSENT', command, responseCode].filter((part) => part !== undefined).join(' ') }
}
