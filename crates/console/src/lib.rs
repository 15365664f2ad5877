//! The files of the console, as `cargo xtask console` built them into `console/dist`. A release
//! build carries them inside the program; a debug build reads them from that folder, so that a
//! changed page needs no new program.

use std::borrow::Cow;

use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../../console/dist"]
#[allow_missing = true]
struct Files;

/// One file of the console.
#[derive(Debug, Clone)]
pub struct File {
    /// Its content.
    pub bytes: Cow<'static, [u8]>,
    /// SHA-256 of its content, in hexadecimal: what browsers ask by.
    pub hash: String,
    /// Media type.
    pub kind: String,
    /// The content compressed with Brotli, where that was made.
    pub brotli: Option<Cow<'static, [u8]>>,
}

/// The file at a path below the site, such as `assets/index-1a2b.js`.
#[must_use]
pub fn file(path: &str) -> Option<File> {
    let found = Files::get(path)?;
    let hash = found.metadata.sha256_hash();
    Some(File {
        hash: hash.iter().map(|it| format!("{it:02x}")).collect(),
        kind: found.metadata.mimetype().to_owned(),
        brotli: Files::get(&format!("{path}.br")).map(|it| it.data),
        bytes: found.data,
    })
}
