import { randomUUID } from 'node:crypto'

/** Access tokens by OAuth2 client credentials: who asks with id and secret gets one for a while. */
export class Tokens {
  readonly #basic: string
  readonly #seconds: number
  readonly #now: () => Date
  readonly #expiry = new Map<string, number>()

  constructor (clientId: string, clientSecret: string, seconds: number, now: () => Date) {
    this.#basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    this.#seconds = seconds
    this.#now = now
  }

  knows (authorization: string | undefined): boolean {
    return authorization === this.#basic
  }

  issue (): { access_token: string, token_type: 'Bearer', expires_in: number, scope: string } {
    const token = randomUUID()
    const now = this.#now().getTime()
    for (const [old, expiry] of this.#expiry) if (expiry <= now) this.#expiry.delete(old)
    this.#expiry.set(token, now + this.#seconds * 1000)
    return { access_token: token, token_type: 'Bearer', expires_in: this.#seconds, scope: 'default' }
  }

  admits (authorization: string | undefined): boolean {
    const expiry = this.#expiry.get(bearer(authorization))
    return expiry !== undefined && expiry > this.#now().getTime()
  }

  revoke (authorization: string | undefined): void {
    this.#expiry.delete(bearer(authorization))
  }
}

const bearer = (authorization: string | undefined): string => /^Bearer (.+)$/.exec(authorization ?? '')?.[1] ?? ''
