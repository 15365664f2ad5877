import { DownloadOutlined } from '@ant-design/icons'
import { Alert, Button, Card, Flex } from 'antd'
import { useState } from 'react'
import { download, type Problem } from '../../api/client'
import { useText } from '../../text/text'
import { queryOf } from '../search'
import { OneFile } from './OneFile'
import { text } from './text'

/** Writes the incomes of a period into a file the national system exported. */
export function HandBack({ period }: { period: string }) {
  const own = useText(text)
  const [problem, setProblem] = useState<Problem>()
  const [isBusy, setBusy] = useState(false)
  const get = async (upload: string) => {
    setBusy(true)
    setProblem(await download(`/api/v1/income/handed-back?${queryOf({ upload, period })}`))
    setBusy(false)
  }
  return (
    <Card>
      <h2 className="section">{own.handBack}</h2>
      <OneFile hint={own.handBackHint}>
        {(upload, again) => (
          <>
            {problem && <Alert type="error" showIcon title={problem.detail} />}
            <Flex gap={8} wrap>
              <Button type="primary" icon={<DownloadOutlined />} loading={isBusy} onClick={() => void get(upload)}>
                {own.download}
              </Button>
              <Button
                disabled={isBusy}
                onClick={() => {
                  setProblem(undefined)
                  again()
                }}
              >
                {own.another}
              </Button>
            </Flex>
          </>
        )}
      </OneFile>
    </Card>
  )
}
