import { sql } from 'drizzle-orm'
import { bigint, check, index, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { id, position } from '../db/columns.ts'

/**
 * What bodies raise with others: questions, difficulties, proposals of their own or of enterprises that they speak for. Of the two
 * sides alone. Numbers are given out under the writer's lock, without gaps.
 */
export const proposals = pgTable('proposals', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  kind: text('kind').notNull(),
  /** Who raises it, and whose officers write for it: the province of 2025, null at the centre. */
  agency: text('agency').notNull(),
  provinceCode: text('province_code'),
  /** With whom, in the same way. */
  addressee: text('addressee').notNull(),
  addresseeProvince: text('addressee_province'),
  /** On whose behalf; empty for its own. */
  enterprises: text('enterprises').array().notNull(),
  title: text('title').notNull(),
  text: text('text').notNull(),
  sentAt: timestamp('sent_at', { withTimezone: true }).notNull(),
  state: text('state').notNull(),
  /** When it came into this state. */
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
  /** Why it was taken back. */
  reason: text('reason'),
  /** The position of the register from which it stands so. */
  position: position('position').notNull(),
}, (t) => [
  check('proposals_state_check', sql`${t.state} in ('open', 'answered', 'withdrawn')`),
  index('proposals_state_index').on(t.state, t.id),
  index('proposals_agency_index').on(t.agency, t.id),
  index('proposals_addressee_index').on(t.addressee, t.id),
])

/** What either side said to it since. Rows are added, none is changed. */
export const proposalMessages = pgTable('proposal_messages', {
  id: id(),
  proposal: bigint('proposal', { mode: 'number' }).notNull(),
  /** `sender` or `addressee`. */
  side: text('side').notNull(),
  text: text('text').notNull(),
  saidAt: timestamp('said_at', { withTimezone: true }).notNull(),
  position: position('position').notNull(),
}, (t) => [index('proposal_messages_proposal_index').on(t.proposal, t.id)])
