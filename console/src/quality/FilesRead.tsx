import { Card, Flex, Table } from 'antd'
import type { S } from '../api/client'
import { countColumn } from '../parts/columns'
import { useText } from '../text/text'
import { text } from './text'

/** The exports that were read, what they lack, and what could not be read. */
export function FilesRead({ view }: { view: S['QualityRunView'] }) {
  const own = useText(text)
  return (
    <Card>
      <Flex vertical gap={16}>
        <h2 className="import-hidden">{own.tabFiles}</h2>
        <Table<S['QualityFile']>
          size="middle"
          rowKey={it => `${it.file} ${it.export}`}
          dataSource={view.files}
          pagination={false}
          scroll={{ x: 800 }}
          columns={[
            { title: own.export, dataIndex: 'export', width: 200 },
            { title: own.file, dataIndex: 'file', className: 'check-title' },
            countColumn(own.rows, it => it.rows, 90),
            countColumn(own.skippedRows, it => it.skipped, 90),
            { title: own.missingColumns, width: 280, render: (_, it) => it.missing_columns.join('、') || own.none },
          ]}
        />
        {view.errors.length > 0 && (
          <section>
            <h2 className="section">{own.errors}</h2>
            <ul className="check-figures">
              {view.errors.map(it => (
                <li key={it}>{it}</li>
              ))}
            </ul>
          </section>
        )}
      </Flex>
    </Card>
  )
}
