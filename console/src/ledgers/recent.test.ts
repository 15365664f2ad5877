import { beforeEach, describe, expect, test } from 'vitest'
import { noteOpened, recentLedgers } from './recent'

beforeEach(() => localStorage.clear())

describe('the ledgers opened last', () => {
  test('come first, each once, eight at most', () => {
    for (const it of ['a', 'b', 'a', 'c']) noteOpened('li', it)
    expect(recentLedgers('li')).toEqual(['c', 'a', 'b'])
    for (let at = 0; at < 12; at += 1) noteOpened('li', `l${at}`)
    expect(recentLedgers('li')).toHaveLength(8)
    expect(recentLedgers('li')[0]).toBe('l11')
  })

  test('are those of each person', () => {
    noteOpened('li', 'a')
    expect(recentLedgers('wang')).toEqual([])
  })

  test('are none when something else stands there', () => {
    localStorage.setItem('ledgers:li', '{')
    expect(recentLedgers('li')).toEqual([])
    localStorage.setItem('ledgers:li', '{"a":1}')
    expect(recentLedgers('li')).toEqual([])
  })
})
