import { Button, Card, Empty, Table } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { counted } from '../parts/figures'
import { common } from '../text/common'
import { useText } from '../text/text'
import type { RunSearch } from './search'
import { text } from './text'

type Place = S['QualityPlace']

/** Findings by township and village, as the exports name them. */
export function Places({ places }: { places: Place[] }) {
  const own = useText(text)
  const words = useText(common)
  const [, setSearch] = useAddress<RunSearch>()
  return (
    <Card>
      <h2 className="import-hidden">{own.tabPlaces}</h2>
      <Table<Place>
        size="middle"
        rowKey={it => `${it.township}/${it.village}`}
        dataSource={places}
        pagination={places.length > 100 ? { pageSize: 100, showSizeChanger: false } : false}
        locale={{ emptyText: <Empty description={own.noFindings} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          {
            title: words.township,
            render: (_, it) => it.township || <span className="quiet">{own.unknownPlace}</span>,
          },
          { title: words.village, render: (_, it) => it.village || <span className="quiet">{own.unknownPlace}</span> },
          {
            title: own.count,
            width: 120,
            align: 'right',
            className: 'number',
            sorter: (one, other) => one.findings - other.findings,
            render: (_, it) => (
              <Button
                type="link"
                className="count-link"
                aria-label={`${it.township}${it.village} ${own.toFindings} ${it.findings}`}
                onClick={() => setSearch({ tab: 'findings', township: it.township, village: it.village })}
              >
                {counted(it.findings)}
              </Button>
            ),
          },
          {
            title: own.households,
            width: 120,
            align: 'right',
            className: 'number',
            sorter: (one, other) => one.households - other.households,
            render: (_, it) => counted(it.households),
          },
        ]}
      />
    </Card>
  )
}
