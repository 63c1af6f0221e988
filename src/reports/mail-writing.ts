import { inArray, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { printable } from '../http/xml.ts'
import { dueAtOf } from './cycle.ts'
import type { Cycle } from './queries.ts'
import type { Reporter } from './reporter-queries.ts'
import { reportContacts, reportMails } from './mail-tables.ts'

/** What a letter is about: a reminder, or what the ministry made of a report. */
interface Letter { cycle: Cycle, reporters: readonly Reporter[], kind: string, subject: string, text: string }

const dayInWords = (day: string) => day.split('-').reverse().join('/')

/** Lays letters out for those of the reporters that gave an address, one for each. They go out when a courier comes by. */
async function writeMails (tx: Database, { cycle, reporters, kind, subject, text }: Letter): Promise<void> {
  if (reporters.length === 0) return
  const contacts = await tx.select().from(reportContacts).where(inArray(reportContacts.locality, reporters.flatMap(({ homes }) => homes)))
  const addressesOf = (homes: readonly string[]) => homes.flatMap((home) => contacts.find(({ locality }) => locality === home) ?? [])[0]?.addresses ?? []
  const rows = reporters.flatMap(({ code, name, homes }) => addressesOf(homes).map((address) => ({
    // The same however often it is tried, so that a mailbox can tell.
    messageId: sql<string>`gen_random_uuid()::text`, cycle: cycle.code, locality: code, kind, address, subject: printable(subject).replace(/\s+/g, ' ').trim(),
    body: `Kính gửi: ${name}\n\n${text}${FOOT}`, writtenAt: sql`clock_timestamp()`, nextTryAt: sql`clock_timestamp()`,
  })))
  if (rows.length > 0) await tx.insert(reportMails).values(rows)
}

const FOOT = '\n\nThư này do hệ thống sổ đăng ký doanh nghiệp công nghệ số gửi tự động.\nThis message was sent by the registry of digital technology enterprises.\n'

export const writeReminderMails = (tx: Database, { cycle, reporters, kind, daysLeft }: Pick<Letter, 'cycle' | 'reporters' | 'kind'> & { daysLeft: number }): Promise<void> => {
  const until = `${dueAtOf(cycle.dueOn).slice(11, 19)} ${dayInWords(cycle.dueOn)}`
  const state = daysLeft < 0 ? 'đã quá hạn' : daysLeft === 0 ? 'hạn là hôm nay' : `còn ${daysLeft} ngày`
  const text = `${cycle.rule.title}, kỳ ${cycle.period}: ${state} (hạn cuối ${until}, giờ Việt Nam). Báo cáo chưa được gửi hoặc đã được trả lại để bổ sung.`
  return writeMails(tx, { cycle, reporters, kind, subject: `[${cycle.code}] ${cycle.rule.title}: ${state}`, text })
}

export const writeReviewMail = (tx: Database, { cycle, reporter, outcome, comments }: { cycle: Cycle, reporter: Reporter, outcome: 'accepted' | 'returned', comments: readonly { section: string | null, text: string }[] }): Promise<void> => {
  const titleOf = (code: string | null) => cycle.template.sections.find((one) => one.code === code)?.title
  const list = comments.map(({ section, text }) => `- ${titleOf(section) === undefined ? '' : `${titleOf(section)}: `}${text}`).join('\n')
  const state = outcome === 'accepted' ? 'đã được tiếp nhận' : 'được trả lại để bổ sung'
  return writeMails(tx, { cycle, reporters: [reporter], kind: outcome, subject: `[${cycle.code}] Báo cáo ${state}`, text: `${cycle.rule.title}, kỳ ${cycle.period}: báo cáo ${state}.${list === '' ? '' : `\n\n${list}`}` })
}
