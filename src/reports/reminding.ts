import type { Database } from '../db/client.ts'
import type { MailSettings } from './mail.ts'
import { mailTransport } from './mail.ts'
import { deliverMails, giveUpMails, MailServerAway } from './mail-commands.ts'
import { remind } from './reminder-commands.ts'

/** How often it is looked whether somebody has to be reminded, and whether letters wait. */
export const REMINDING_SECONDS = 60

type Say = (fields: object, message: string) => void
export interface RemindingOptions {
  db: Database
  now: () => Date
  /** Without it reminders are events alone, and letters wait until they are given up. */
  mail: MailSettings | undefined
  log: { info: Say, warn: Say }
  signal: AbortSignal
}

/** One round for the cycles of reports: gives the reminders that are due, and sends the letters that wait. For `repeat`; throws where the mail server is away. */
export function reminding ({ db, now, mail, log, signal }: RemindingOptions): () => Promise<void> {
  log.info({ letters: mail !== undefined }, mail ? 'giving reminders' : 'giving reminders as events alone: no letters are sent without SMTP_URL')

  async function send (settings: MailSettings) {
    const transport = mailTransport(settings)
    try {
      const delivered = await deliverMails(db, transport, signal)
      if (delivered.refused + delivered.later > 0) log.warn(delivered, 'letters that the mail server did not take')
      else if (delivered.sent > 0) log.info(delivered, 'letters sent')
    } finally {
      transport.close()
    }
  }

  return async () => {
    for (const given of await remind(db, now())) log.info(given, 'reminder given')
    const givenUp = await giveUpMails(db)
    if (givenUp > 0) log.warn({ givenUp }, 'letters given up')
    if (mail) await send(mail)
  }
}

export { MailServerAway }
