import { describe, expect, it } from 'vitest'
import { isLeftBehind, nameFor } from './names'

describe('names of files that are sent', () => {
  it('keep their own name', () => {
    expect(nameFor('04_民政局/名单.xlsx', new Map())).toBe('名单.xlsx')
  })
  it('get the folder in front where another file has the name', () => {
    const taken = new Map([['名单.xlsx', '04_民政局/名单.xlsx']])
    expect(nameFor('05_残联/名单.xlsx', taken)).toBe('05_残联 名单.xlsx')
    expect(nameFor('04_民政局/名单.xlsx', taken)).toBe('名单.xlsx')
  })
  it('leave out what systems leave behind', () => {
    expect(['a/.DS_Store', '~$名单.xlsx', 'Thumbs.db', '名单.xlsx'].filter(isLeftBehind)).toHaveLength(3)
  })
})
