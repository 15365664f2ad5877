import { Card, Flex, Steps } from 'antd'
import { useAddress } from '../frame/address'
import { useText } from '../text/text'
import { ChooseFiles } from './ChooseFiles'
import { Imported } from './Imported'
import { Preview } from './Preview'
import type { ImportSearch } from './search'
import { text } from './text'

/** An import from its files to its result, in three steps. The address says which upload and which
 * jobs, so that leaving the page or reading it again loses nothing. */
export function NewImport() {
  const own = useText(text)
  const [search] = useAddress<ImportSearch>()
  const step = search.result ? 2 : search.preview && search.upload ? 1 : 0
  return (
    <Flex vertical gap={12}>
      <Card>
        <h1 className="list-title import-head">{own.tabNew}</h1>
        <Steps
          className="import-steps"
          size="small"
          current={step}
          items={[own.stepFiles, own.stepPreview, own.stepDone].map(title => ({ title }))}
        />
        {step === 0 && <ChooseFiles />}
      </Card>
      {search.result ? (
        <Imported job={search.result} />
      ) : (
        search.preview && search.upload && <Preview upload={search.upload} job={search.preview} />
      )}
    </Flex>
  )
}
