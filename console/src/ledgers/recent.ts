// The ledgers somebody opened last, kept in their browser.

const most = 8

const key = (account: string) => `ledgers:${account}`

/** Names of ledgers, the last opened first. */
export function recentLedgers(account: string): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(account)) ?? '[]')
    return Array.isArray(kept) ? kept.filter(it => typeof it === 'string').slice(0, most) : []
  } catch {
    return []
  }
}

/** Notes that one was opened. */
export function noteOpened(account: string, ledger: string) {
  const others = recentLedgers(account).filter(it => it !== ledger)
  localStorage.setItem(key(account), JSON.stringify([ledger, ...others].slice(0, most)))
}
