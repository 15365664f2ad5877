import { EditOutlined } from '@ant-design/icons'
import { Button, Flex, Table } from 'antd'
import type { S } from '../api/client'
import { useText } from '../text/text'
import { counted } from '../parts/figures'
import { ReasonList } from './ReasonList'
import { cellWarnings, quarantineReasons, reviewReasons, skipReasons, unmatchedReasons } from './reasons'
import { text } from './text'
import { useFeeds } from './useFeeds'

interface SheetDetailsProps {
  sheet: S['SheetReport']
  /** Corrects what its columns are taken for, while that can still be done. */
  onCorrect?: () => void
}

/** Everything about one sheet: reasons in words, missing columns, and what each header is taken for. */
export function SheetDetails({ sheet, onCorrect }: SheetDetailsProps) {
  const own = useText(text)
  const why = useText(quarantineReasons)
  const reviews = useText(reviewReasons)
  const elsewhere = useText(unmatchedReasons)
  const skips = useText(skipReasons)
  const warnings = useText(cellWarnings)
  const { feed, columnWords } = useFeeds()
  const kind = feed(sheet.feed)
  const named = (column: string) => columnWords(kind, column) ?? column
  const isFine = [sheet.reasons, sheet.review_reasons, sheet.warnings].every(it => Object.keys(it).length === 0)
  return (
    <Flex vertical gap={14} className="sheet-details">
      <span>
        {own.headerRow(sheet.header_row)} · {own.dataRows(counted(sheet.data_rows))} ·{' '}
        {own.persons(counted(sheet.matched_persons))}
        {sheet.accepted > 0 && ` · ${own.accepted} ${own.rowsOf(counted(sheet.accepted))}`}
      </span>
      {isFine && <span>{own.nothingWrong}</span>}
      <div className="reasons-columns">
        <ReasonList title={own.whyQuarantined} counts={sheet.reasons} words={why} told={own.rowsOf} />
        <ReasonList title={own.whyReview} counts={sheet.review_reasons} words={reviews} told={own.rowsOf} />
        <ReasonList title={own.warnings} counts={sheet.warnings} words={warnings} told={own.cellsOf} />
        <ReasonList title={own.whyUnmatched} counts={sheet.unmatched_reasons} words={elsewhere} told={own.rowsOf} />
        <ReasonList title={own.whySkipped} counts={sheet.skipped_reasons} words={skips} told={own.rowsOf} />
      </div>
      {sheet.missing_columns.length > 0 && (
        <section className="reasons">
          <h3>{own.missingColumns}</h3>
          <p>
            {sheet.missing_columns.map(named).join('、')}
            <span className="quiet"> {own.missingWhy}</span>
          </p>
        </section>
      )}
      <section className="reasons">
        <Flex justify="space-between" align="center">
          <h3>{own.mapping}</h3>
          {onCorrect && (
            <Button size="small" icon={<EditOutlined />} onClick={onCorrect}>
              {own.correct}
            </Button>
          )}
        </Flex>
        <Table<{ place: number; header: string; fills: string[] }>
          size="small"
          rowKey="place"
          dataSource={sheet.mapping.map(([header, fills], place) => ({ place, header, fills }))}
          pagination={false}
          columns={[
            { title: own.header, dataIndex: 'header' },
            {
              title: own.fills,
              render: (_, it) =>
                it.fills.length === 0 ? <span className="quiet">{own.unused}</span> : it.fills.map(named).join('、'),
            },
          ]}
        />
      </section>
    </Flex>
  )
}
