// Amounts as officers write them.

/** A whole number, thousands separated. */
export function counted(number: number | null | undefined): string {
  return number == null ? '—' : number.toLocaleString('zh-CN')
}

/** 分 as 元 with two digits, thousands separated. */
export function yuan(fen: number | null | undefined): string {
  if (fen == null) return '—'
  return (fen / 100).toLocaleString('zh-CN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
}

/** 万分点 as per cent. */
export function percent(basisPoints: number | null | undefined): string {
  if (basisPoints == null) return '—'
  return `${(basisPoints / 100).toLocaleString('zh-CN', { maximumFractionDigits: 2 })}%`
}

/** A value in the unit it is stored in, as facts, parameters and rules carry it. */
export function inUnit(value: number | null | undefined, unit: string, yes = '是', no = '否'): string {
  if (value == null) return '—'
  const suffix: Record<string, string> = {
    persons: '人', households: '户', days: '天', months: '个月', years: '年', rows: '条', count: '个', mu: '亩', kilometres: '公里',
  }
  switch (unit) {
    case 'fen':
    case 'yuan':
      return `${yuan(value)}元`
    case 'basis_points':
    case 'percent':
      return percent(value)
    case 'bool':
      return value === 0 ? no : yes
    default:
      return `${value.toLocaleString('zh-CN')}${suffix[unit] ?? ''}`
  }
}
