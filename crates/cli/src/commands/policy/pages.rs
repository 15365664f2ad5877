//! `shouwang policy pages --out DIR`: a page per pack, in Markdown and in HTML.

use std::{fs, path::Path};

use anyhow::Context;

use crate::{Format, output::Output};

/// Writes `<pack>.md` and `<pack>.html` for every pack of a folder into another folder.
pub(super) fn write(
    definitions: &Path,
    folder: &Path,
    out: &Path,
    output: &Output,
) -> anyhow::Result<()> {
    let facts = app::definitions::fact_names_of(definitions)?;
    let pages = policy::Packs::load(folder, &facts)?.pages(&facts);
    fs::create_dir_all(out).with_context(|| format!("建不了文件夹 {}", out.display()))?;
    let mut written = Vec::new();
    for page in pages {
        for (ending, text) in [("md", &page.markdown), ("html", &page.html)] {
            let path = out.join(format!("{}.{ending}", page.name));
            fs::write(&path, text).with_context(|| format!("写不了 {}", path.display()))?;
            written.push(path.display().to_string());
        }
    }
    if output.format == Format::Json {
        return output.json(&written);
    }
    written.iter().for_each(|it| output.line(it.clone()));
    Ok(())
}
