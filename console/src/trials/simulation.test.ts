import { describe, expect, it } from 'vitest'
import { areasIn, readFailure, readSimulation, type Area } from './simulation'

const side = { classes: { new_clue: 3 }, visits: 3, found_true: 1, found_untrue: 1, untold: 1, missed: 0, hit_rate_basis_points: 5000, alarms: 0 }
const area: Area = { region: '990123101000', name: '甲镇', level: 'township', month: '2023-10', now: side, tried: { ...side, visits: 5 }, more: 2, fewer: 0 }
const report = {
  region: '990123000000',
  months: ['2023-10'],
  packs_now: 'a',
  packs_tried: 'b',
  changes: [{ kind: '参数', name: 'income.monitoring_line', zh: '监测线', words: '由8700元改为9570元' }],
  total: { ...area, level: 'county', month: '' },
  areas: [area],
  rules: [],
  benefits: [],
  households: [{ household: 29, month: '2023-10', village: '甲镇乙村', class_now: null, class_tried: 'new_clue', rules_now: [], rules_tried: ['R601'], finding: null }],
  households_changed: 1,
  notes: [],
}

describe('the report of a trial', () => {
  it('is read with all its numbers', () => {
    expect(readSimulation(report)?.areas[0]?.tried.visits).toBe(5)
    expect(readSimulation(report)?.households[0]?.class_now).toBeNull()
  })

  it('is refused as a whole when something is missing or of another kind', () => {
    expect(readSimulation(undefined)).toBeUndefined()
    expect(readSimulation({ ...report, total: undefined })).toBeUndefined()
    expect(readSimulation({ ...report, households_changed: '1' })).toBeUndefined()
  })

  it('says why it failed', () => {
    expect(readFailure({ error: '没有参数 x.y' })).toBe('没有参数 x.y')
    expect(readFailure(null)).toBeUndefined()
  })
})

it('months are added up, and the rate is made anew from the sums', () => {
  const later = { ...area, month: '2023-11', now: { ...side, found_true: 3, found_untrue: 0, visits: 4 } }
  const [summed] = areasIn([area, later], 'township', '990123')
  expect(summed?.now).toMatchObject({ visits: 7, found_true: 4, found_untrue: 1, hit_rate_basis_points: 8000, classes: { new_clue: 6 } })
  expect(summed?.more).toBe(4)
  expect(areasIn([area, later], 'township', '990123', '2023-11')).toEqual([later])
  expect(areasIn([area], 'township', '990124')).toEqual([])
})
