import { bilingual } from '../../text/text'

export const text = bilingual(
  {
    asTiles: '方格',
    asTable: '表格',
    view: '看法',
    legend: '颜色说明',
    none: '没有数',
    down: (name: string) => `进入${name}`,
    range: (from: string, to: string) => (from === to ? from : `${from} 至 ${to}`),
    region: '地区',
  },
  {
    asTiles: 'Tiles',
    asTable: 'Table',
    view: 'Shown as',
    legend: 'Colours',
    none: 'No figure',
    down: name => `Go to ${name}`,
    range: (from, to) => (from === to ? from : `${from} to ${to}`),
    region: 'Region',
  },
)
