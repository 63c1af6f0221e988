import type pg from 'pg'

/** The roles of a register. Roles belong to a whole server: several registers on one share them, and their rights differ per database. */
export interface Roles { owner: string, service: string, reader: string }
export const ROLES: Roles = { owner: 'registry_owner', service: 'registry_service', reader: 'registry_reader' }

/**
 * Makes the roles that are missing, without a login: an operator gives them one, or grants them to one. Answers those that
 * could not be made because the login of the migrations may not; what they would be allowed is then granted to nobody.
 */
export async function makeRoles (client: pg.Client, { owner, service, reader }: Roles): Promise<string[]> {
  const missing: string[] = []
  for (const role of [owner, service, reader]) {
    if (await hasRole(client, role)) continue
    try {
      await client.query(`create role ${client.escapeIdentifier(role)} nologin`)
    } catch (err) {
      const { code } = err as { code?: string }
      if (code === MAY_NOT) missing.push(role)
      // A migration of another database on this server was quicker.
      else if (code === undefined || !IS_THERE.has(code)) throw err
    }
  }
  return missing
}

const MAY_NOT = '42501'
/** Found by name, or met at the very same moment. */
const IS_THERE = new Set(['42710', '23505'])

export async function hasRole (client: pg.Client, role: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  return rowCount === 1
}

/** Gives the service what it needs and the reader what he may see; each anew after every migration, since tables come and go. */
export async function grantRights (client: pg.Client, services: string[], readers: string[]): Promise<void> {
  const { rows: [owner] } = await client.query<{ name: string }>('select current_user as name')
  for (const role of new Set(services)) {
    if (role === owner?.name || !await hasRole(client, role)) continue
    await client.query(serviceGrants(client.escapeIdentifier(role)))
    await grantMaintenance(client, client.escapeIdentifier(role))
  }
  for (const role of new Set(readers)) {
    if (role !== owner?.name && !services.includes(role) && await hasRole(client, role)) await client.query(readerGrants(client.escapeIdentifier(role)))
  }
}

/** A run of the whole register refreshes the planner's statistics. Before version 17 only an owner can: there autovacuum does, a little later. */
async function grantMaintenance (client: pg.Client, role: string) {
  const { rows: [server] } = await client.query<{ version: number }>("select current_setting('server_version_num')::int as version")
  if (server!.version >= 170_000) await client.query(`grant maintain on public.enterprise_versions, public.known_records, public.search_texts, public.search_names, public.search_words,
    public.enterprise_spans, public.span_cells, public.span_months, public.span_years to ${role}`)
}

// Functions are everyone's to execute unless that is revoked. The trail is added to: numbers, instants and hashes are not its to give.
const serviceGrants = (role: string) => `
  grant usage on schema public, drizzle to ${role};
  grant usage, create on schema staging to ${role};
  grant select, insert, update, delete on all tables in schema public to ${role};
  revoke insert, update, delete on public.audit_entries, public.audit_head from ${role};
  grant insert (who, label, action, subject, before, after, address, request_id, once) on public.audit_entries to ${role};
  grant usage, select on all sequences in schema public to ${role};
  grant select on drizzle.__drizzle_migrations to ${role};`

// Keys stay out: even their hashes are no reader's business. So do webhooks: their secrets sign, and addresses often hold some too.
// And the trail and whoever answers at a focal point: they name people. And reports on enterprises, of which nothing is proven. And what localities report;
// and what is public in part only: entries of the catalogue hold drafts. And plans that are being written, what bodies
// raise with others, what came of programmes for those who took part, and what enterprises return.
const readerGrants = (role: string) => `
  grant usage on schema public to ${role};
  grant select on all tables in schema public to ${role};
  revoke all on public.keys, public.key_secrets, public.webhooks, public.webhook_secrets, public.webhook_attempts, public.audit_entries, public.corrections, public.focal_point_persons,
    public.submissions, public.report_attempts, public.report_reviews, public.report_files, public.report_attachments, public.consolidations, public.report_contacts, public.report_mails,
    public.supplies, public.demands, public.survey_answers, public.drafted_plans, public.proposals, public.proposal_messages, public.recognitions, public.annual_returns from ${role};`
