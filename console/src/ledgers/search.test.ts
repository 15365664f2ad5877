import { describe, expect, test } from 'vitest'
import { asked, shownFilters } from './search'

const filters = ['kind', 'year', 'road', 'form']

describe('what a list is asked for', () => {
  test('is nothing when nothing narrows it', () => {
    expect(Object.values(asked({}, filters)).filter(it => it !== undefined)).toEqual([])
    expect(asked({ words: '  ', overdue: false }, filters).words).toBeUndefined()
  })

  test('names the values of fields in one text, of fields that can be filtered by', () => {
    const search = { 'f.kind': 'industry', 'f.year': '2023', 'f.secret': 'x', state: 'draft', overdue: true }
    expect(asked(search, filters)).toMatchObject({ state: 'draft', overdue: true, equal: 'kind:industry;year:2023' })
  })
})

describe('the filters shown', () => {
  test('are the first few and those in use', () => {
    expect(shownFilters({}, filters, 2)).toEqual(['kind', 'year'])
    expect(shownFilters({ 'f.form': 'plan' }, filters, 2)).toEqual(['kind', 'year', 'form'])
  })

  test('are all when all are wanted', () => {
    expect(shownFilters({ more: true }, filters, 2)).toEqual(filters)
  })
})
