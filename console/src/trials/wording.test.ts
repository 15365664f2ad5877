import { describe, expect, it } from 'vitest'
import { compare, reworded } from './wording'

describe('what the server says of a change', () => {
  it('is taken apart into the old and the new', () => {
    expect(reworded('由8700元改为9570元（2027-01-01起，没有文件依据，待确认）')).toEqual([
      { lead: '', old: '8700元', fresh: '9570元', rest: '（2027-01-01起，没有文件依据，待确认）' },
    ])
    expect(reworded('条件由“收入低于8700元（监测线）”改为“收入低于9570元（监测线）”；作用由生成线索改为只作关注')).toEqual([
      { lead: '条件', old: '收入低于8700元（监测线）', fresh: '收入低于9570元（监测线）', rest: '' },
      { lead: '作用', old: '生成线索', fresh: '只作关注', rest: '' },
    ])
  })

  it('stays as it is when it is put otherwise', () => {
    expect(reworded('新增，5000元（2023-12-01起，default）')).toBeUndefined()
    expect(reworded('内容有改动')).toBeUndefined()
    expect(reworded('仍是5000元，依据由“甲”改为“乙”；做法有改动')).toBeUndefined()
  })
})

it('marks only what differs', () => {
  const [before, after] = compare('收入低于8700元（云南省监测线）', '收入低于9570元（永仁县监测线）')
  expect(before.filter(it => it.differs).map(it => it.text)).toEqual(['8700', '云南省'])
  expect(after.filter(it => it.differs).map(it => it.text)).toEqual(['9570', '永仁县'])
  expect(before.map(it => it.text).join('')).toBe('收入低于8700元（云南省监测线）')
  expect(compare('', '甲')).toEqual([[], [{ text: '甲', differs: true }]])
})
