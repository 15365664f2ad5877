import { describe, expect, it } from 'vitest'
import { liesIn, pathTo } from './path'

describe('the way down to a region', () => {
  it('begins with the own region', () => {
    expect(pathTo('532327101001', '532327000000')).toEqual(['532327000000', '532327101000', '532327101001'])
    expect(pathTo('532327000000', '530000000000')).toEqual(['530000000000', '532300000000', '532327000000'])
    expect(pathTo('532327000000', '532327000000')).toEqual(['532327000000'])
  })
})

describe('regions in others', () => {
  it('share the leading digits', () => {
    expect(liesIn('532327101001', '532327101000')).toBe(true)
    expect(liesIn('532327101001', '532327102000')).toBe(false)
    expect(liesIn('532327101000', '532300000000')).toBe(true)
    expect(liesIn('532327101001', '532327101001')).toBe(true)
  })
})
