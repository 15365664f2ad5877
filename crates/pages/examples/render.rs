//! Writes every page into a folder, to be looked at and printed:
//! `cargo run -p pages --example render -- FOLDER`.

use std::{fs, path::Path};

#[path = "../tests/it/sample/mod.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod sample;

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("say into which folder");
    let folder = Path::new(&folder);
    let assets = folder.join(pages::ASSETS_AT.trim_matches('/'));
    fs::create_dir_all(&assets)?;
    for it in pages::ASSETS {
        fs::write(assets.join(it.name), it.body)?;
    }
    for (name, html) in sample::everything() {
        // Opened as a file, a page finds its style beside it.
        let html = html.replace("\"/pages/", "\"pages/");
        fs::write(folder.join(format!("{name}.html")), html)?;
    }
    Ok(())
}
