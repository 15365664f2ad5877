// Amounts in yuan as people type them.

/** Digits before the point, and at most two behind it. */
const amount = /^(\d{1,12})(?:\.(\d{1,2}))?$/

/** Whether a text is an amount in yuan. */
export function isYuan(text: string): boolean {
  return amount.test(text.trim())
}

/** The amount in 分, without a float; undefined where nothing was typed, NaN where it is no amount. */
export function fenOf(text: string | undefined): number | undefined {
  const typed = text?.trim()
  if (!typed) return undefined
  const found = amount.exec(typed)
  if (!found) return Number.NaN
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}
