import { Select, Table } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { text } from './text'

type Header = S['HeaderMapping']

interface HeadersProps {
  columns: S['FeedColumnView'][]
  headers: Header[]
  onChange: (headers: Header[]) => void
}

/** The headers of a sheet, each with what it fills. */
export function HeadersByHeader({ columns, headers, onChange }: HeadersProps) {
  const own = useText(text)
  const options = columns.map(it => ({ value: it.name, label: it.required ? `${it.zh}（${own.required}）` : it.zh }))
  const twice = columns.filter(it => headers.filter(header => header.fills.includes(it.name)).length > 1)
  const set = (place: number, fills: string[]) =>
    onChange(headers.map((it, other) => (other === place ? { ...it, fills } : it)))
  return (
    <>
      <Table<Header & { place: number }>
        size="small"
        rowKey="place"
        dataSource={headers.map((it, place) => ({ ...it, place }))}
        pagination={false}
        columns={[
          { title: own.header, dataIndex: 'header', width: 240 },
          {
            title: own.fills,
            render: (_, it) => (
              <Select
                mode="multiple"
                className="mapping-fills"
                aria-label={own.fillsOf(it.header)}
                showSearch={{ optionFilterProp: 'label' }}
                placeholder={own.notUsed}
                value={it.fills}
                onChange={fills => set(it.place, fills)}
                options={options}
              />
            ),
          },
        ]}
      />
      {twice.length > 0 && <p className="mapping-hint">{own.twice(twice.map(it => it.zh).join('、'))}</p>}
    </>
  )
}
