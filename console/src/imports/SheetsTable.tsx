import { Empty, Flex, Table } from 'antd'
import type { S } from '../api/client'
import { Mark } from '../parts/Mark'
import { useText } from '../text/text'
import { figureColumn } from '../parts/columns'
import { counted } from '../parts/figures'
import { SheetDetails } from './SheetDetails'
import { text } from './text'

type Sheet = S['SheetReport']

interface SheetsTableProps {
  sheets: Sheet[]
  /** Sheets whose mapping somebody corrected. */
  isCorrected?: (sheet: Sheet) => boolean
  onCorrect?: (sheet: Sheet) => void
}

/** Each sheet of an import: what it was taken for and what became of its rows; opens its details. */
export function SheetsTable({ sheets, isCorrected, onCorrect }: SheetsTableProps) {
  const own = useText(text)
  const figure = (title: string, of: (sheet: Sheet) => number, strong = false) =>
    figureColumn<Sheet>(title, 76, it => {
      const count = of(it)
      return strong && count > 0 ? <strong className="soon">{counted(count)}</strong> : counted(count)
    })
  return (
    <Table<Sheet>
      size="small"
      rowKey={it => `${it.file}/${it.sheet}`}
      dataSource={sheets}
      pagination={sheets.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      scroll={{ x: 1060 }}
      locale={{ emptyText: <Empty description={own.noSheets} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
      expandable={{
        columnTitle: <span className="import-hidden">{own.details}</span>,
        expandRowByClick: true,
        expandedRowRender: it => <SheetDetails sheet={it} onCorrect={onCorrect && (() => onCorrect(it))} />,
      }}
      columns={[
        {
          title: own.file,
          render: (_, it) => (
            <Flex vertical>
              <span className="import-name">
                {it.file}
                {it.sheet && <span className="quiet"> [{it.sheet}]</span>}
              </span>
              <Flex gap={4} wrap>
                <Marks sheet={it} isCorrected={isCorrected?.(it) ?? false} />
              </Flex>
            </Flex>
          ),
        },
        {
          title: own.kind,
          width: 180,
          render: (_, it) => (
            <>
              {it.feed_zh}
              <div className="quiet">{it.department}</div>
            </>
          ),
        },
        figure(own.read, it => it.read),
        figure(own.stored, it => it.stored),
        figure(own.quarantined, it => it.quarantined, true),
        figure(own.skipped, it => it.skipped),
        figure(own.matched, it => it.matched),
        figure(own.review, it => it.review, true),
        figure(own.candidate, it => it.candidate),
        figure(own.unmatched, it => it.unmatched),
      ]}
    />
  )
}

function Marks({ sheet, isCorrected }: { sheet: Sheet; isCorrected: boolean }) {
  const own = useText(text)
  return (
    <>
      {isCorrected && <Mark tone="told">{own.corrected}</Mark>}
      {sheet.already_imported != null && <Mark tone="care">{own.alreadyImported(sheet.already_imported)}</Mark>}
      {sheet.missing_columns.length > 0 && <Mark>{own.missing(sheet.missing_columns.length)}</Mark>}
      {sheet.duplicates > 0 && <Mark>{own.duplicates(counted(sheet.duplicates))}</Mark>}
      {sheet.mended > 0 && <Mark tone="good">{own.mended(counted(sheet.mended))}</Mark>}
    </>
  )
}
