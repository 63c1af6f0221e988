import { createHash } from 'node:crypto'
import type { ChangeEvent } from '../../src/changes/event.ts'

const checksumOf = (lines: string[]) => createHash('sha256').update(lines.join('')).digest('hex')
const digestOf = (lines: string[]) => ({ count: lines.length, checksum: checksumOf(lines) })

/** Somebody's copy of the register, made from nothing but the feed, as docs/changes.md says. */
export class Copy {
  /** The last position that was applied. */
  position = 0
  readonly enterprises = new Map<string, { version: number, position: number, province: string | null, body: unknown }>()
  /** Lines of the events by position, with the provinces that they belong to. */
  readonly lines: { position: number, line: string, provinces: string[] }[] = []

  apply (event: ChangeEvent): void {
    const { position, type, code, version, isCurrent, enterprise, subject, provinces } = event
    if (position <= this.position) throw new Error(`position ${position} came again behind ${this.position}`)
    this.position = position
    this.lines.push({ position, line: code === null ? `${position} ${type} ${subject}\n` : `${position} ${code} ${version}\n`, provinces })
    if (code === null || version === null || !isCurrent) return
    if (enterprise) this.load(enterprise)
    else this.enterprises.delete(code)
  }

  /** A row of a snapshot. */
  load (enterprise: NonNullable<ChangeEvent['enterprise']>): void {
    const { code, version, position, province } = enterprise
    this.enterprises.set(code, { version, position, province, body: enterprise })
  }

  /** What the digest of the service must say of the copy. */
  digest (after = 0, province?: string) {
    const enterprises = [...this.enterprises].filter(([, one]) => province === undefined || one.province === province).sort(([a], [b]) => a < b ? -1 : 1)
    const events = this.lines.filter((one) => one.position > after && (province === undefined || one.provinces.includes(province)))
    return {
      events: digestOf(events.map(({ line }) => line)),
      register: digestOf(enterprises.map(([code, { version, position }]) => `${code} ${version} ${position}\n`)),
    }
  }

  provinces (): string[] {
    return [...new Set([...this.enterprises.values()].flatMap(({ province }) => province ?? []))].sort()
  }
}
