import { Input, Table } from 'antd'
import type { S } from '../api/client'
import { Mark } from '../parts/Mark'
import { useText } from '../text/text'
import { text } from './text'

type Header = S['HeaderMapping']

interface HeadersProps {
  columns: S['FeedColumnView'][]
  headers: Header[]
  onChange: (headers: Header[]) => void
}

/** What a kind of file needs, each with the header a sheet has for it: for a sheet that could not be
 * read, whose headers nobody knows but the person who opens it. */
export function HeadersByColumn({ columns, headers, onChange }: HeadersProps) {
  const own = useText(text)
  const ordered = [...columns].sort((one, other) => Number(other.required) - Number(one.required))
  const headerOf = (column: string) => headers.find(it => it.fills.includes(column))?.header ?? ''
  const set = (column: string, typed: string) => {
    const others = headers.filter(it => !it.fills.includes(column))
    onChange(typed === '' ? others : [...others, { header: typed, fills: [column] }])
  }
  return (
    <>
      <p className="quiet">{own.headerHelp}</p>
      <Table<S['FeedColumnView']>
        size="small"
        rowKey="name"
        dataSource={ordered}
        pagination={false}
        columns={[
          {
            title: own.usually,
            width: 260,
            render: (_, it) => (
              <>
                {it.zh} {it.required && <Mark tone="care">{own.required}</Mark>}
              </>
            ),
          },
          {
            title: own.headerTyped,
            render: (_, it) => (
              <Input
                aria-label={own.headerOf(it.zh)}
                value={headerOf(it.name)}
                onChange={event => set(it.name, event.target.value)}
              />
            ),
          },
        ]}
      />
    </>
  )
}
