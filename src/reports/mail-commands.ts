import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Failure, Transport } from './mail.ts'
import { failureOf } from './mail.ts'
import { reportMails } from './mail-tables.ts'

/** What has not gone out by then is of no use any more. */
const STALE_DAYS = 3
const MOST_TRIES = 12
/** A letter that is being sent is nobody else's for so long: longer than a server may take over every step of it. */
const LEASE_SECONDS = 300
/** How long a letter that is on its way may take to end when the program does. */
const GRACE_MS = 2000

/** Thrown where no letter can be sent at present. Its message holds no words of the server and no part of the settings. */
export class MailServerAway extends Error {
  override name = 'MailServerAway'
}

interface Waiting extends Record<string, unknown> { id: number, messageId: string, address: string, subject: string, body: string, tries: number }

const claim = async (db: Database): Promise<Waiting | undefined> => (await db.execute<Waiting>(sql`
  update report_mails set tries = tries + 1, next_try_at = now() + ${LEASE_SECONDS} * interval '1 second'
  where id = (select id from report_mails where sent_at is null and given_up_at is null and next_try_at <= now() order by id limit 1 for update skip locked)
  returning id, message_id as "messageId", address, subject, body, tries`)).rows[0]

async function attempt (transport: Transport, { messageId, address: to, subject, body: text }: Waiting, signal: AbortSignal): Promise<Failure | undefined> {
  // Left alone with its lease where the program ends: whether it arrived nobody knows, so it is sent once more.
  const sent = transport.send({ messageId, to, subject, text }).then(() => undefined, failureOf)
  const ended = new Promise<void>((resolve) => { signal.addEventListener('abort', () => resolve(), { once: true }) }).then(() => sleep(GRACE_MS, undefined, { ref: false }))
  return await Promise.race([sent, ended.then((): Failure => { throw signal.reason })])
}

/** What follows from a failure: for one that the letter has no part in, it has not been tried. */
const settle = (db: Database, { id, tries }: Waiting, { kind, reason }: Failure) => db.update(reportMails).set({
  failure: reason,
  ...kind === 'refused' ? { givenUpAt: sql`now()` } : kind === 'away' ? { tries: tries - 1, nextTryAt: sql`now()` } : { nextTryAt: sql`now() + ${60 * 2 ** Math.min(tries, 10)} * interval '1 second'` },
}).where(eq(reportMails.id, id))

export interface Delivered { sent: number, refused: number, later: number }

/**
 * Sends the letters that wait, one after the other, until none does. A letter comes at least once: one whose sender died before
 * it could note that it was sent goes out again, with the same `Message-ID`. Throws `MailServerAway` where it is of no use to go on.
 */
export async function deliverMails (db: Database, transport: Transport, signal: AbortSignal = new AbortController().signal): Promise<Delivered> {
  const done: Delivered = { sent: 0, refused: 0, later: 0 }
  for (let letter = await next(db, signal); letter; letter = await next(db, signal)) {
    const failure = await attempt(transport, letter, signal)
    if (failure === undefined) {
      await db.update(reportMails).set({ sentAt: sql`now()`, failure: null }).where(eq(reportMails.id, letter.id))
      done.sent++
      continue
    }
    await settle(db, letter, failure)
    if (failure.kind === 'away') throw new MailServerAway(`The mail server takes no letters: ${failure.reason}.`)
    done[failure.kind]++
  }
  return done
}

const next = async (db: Database, signal: AbortSignal) => signal.aborted ? undefined : await claim(db)

/** Gives up what has waited for so long that it would only confuse, or was put off too often; answers how many. */
export async function giveUpMails (db: Database): Promise<number> {
  const { rowCount } = await db.execute(sql`
    update report_mails set given_up_at = now(), failure = coalesce(failure, 'not sent within ${sql.raw(String(STALE_DAYS))} days')
    where sent_at is null and given_up_at is null and next_try_at <= now() and (tries >= ${MOST_TRIES} or written_at <= now() - ${STALE_DAYS} * interval '1 day')`)
  return rowCount ?? 0
}
