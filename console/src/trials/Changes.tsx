import { Flex, Table } from 'antd'
import { useText } from '../text/text'
import { word } from '../text/words'
import { changeKinds, changeText } from './draftText'
import { compare, reworded, type Piece } from './wording'

export interface ChangeRow {
  /** Where it holds, when that is not clear anyway. */
  place?: string
  kind: string
  name: string
  zh: string
  words: string
}

/** What a draft or a trial changes: the old and the new wording under each other, with what differs
 * marked. */
export function Changes({ rows }: { rows: ChangeRow[] }) {
  const own = useText(changeText)
  const kinds = useText(changeKinds)
  const isPlaced = rows.some(it => it.place !== undefined)
  return (
    <Table<ChangeRow>
      size="small"
      rowKey={it => `${it.place ?? ''} ${it.kind} ${it.name}`}
      dataSource={rows}
      pagination={rows.length > 20 ? { pageSize: 20, showSizeChanger: false } : false}
      scroll={{ x: 800 }}
      columns={[
        ...(isPlaced ? [{ title: own.place, dataIndex: 'place', width: 150 }] : []),
        { title: own.kind, width: 100, render: (_, it) => word(kinds, it.kind) },
        {
          title: own.what,
          width: 280,
          render: (_, it) => (
            <Flex vertical>
              {it.zh}
              <span className="quiet">{it.name}</span>
            </Flex>
          ),
        },
        { title: own.change, render: (_, it) => <Wording words={it.words} /> },
      ]}
    />
  )
}

function Wording({ words }: { words: string }) {
  const own = useText(changeText)
  const parts = reworded(words)
  if (!parts) return <>{words}</>
  return parts.map(it => {
    const [old, fresh] = compare(it.old, it.fresh)
    return (
      <dl className="wording" key={it.lead + it.old}>
        <dt>{own.old(it.lead)}</dt>
        <dd>
          <Pieces pieces={old} as="del" />
        </dd>
        <dt>{own.fresh(it.lead)}</dt>
        <dd>
          <Pieces pieces={fresh} as="ins" /> {it.rest && <span className="quiet">{it.rest}</span>}
        </dd>
      </dl>
    )
  })
}

function Pieces({ pieces, as: Mark }: { pieces: Piece[]; as: 'del' | 'ins' }) {
  return pieces.map((it, index) => (it.differs ? <Mark key={index}>{it.text}</Mark> : <span key={index}>{it.text}</span>))
}
