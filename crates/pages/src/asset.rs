//! What the pages link to: two style sheets and a script.

/// Where the assets are served: `ASSETS_AT` and the name of one make its address.
pub const ASSETS_AT: &str = "/pages/";

/// A file beside the pages. Its name changes with its content, so that it may be kept for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asset {
    /// The name of the file, for example `apply.0a1b2c3d.css`.
    pub name: &'static str,
    /// Its `Content-Type`.
    pub content_type: &'static str,
    /// What is in it.
    pub body: &'static str,
}

/// Each file the pages link to.
pub const ASSETS: [Asset; 3] = [APPLY_CSS, PAPER_CSS, READ_ALOUD_JS];

/// An asset of this stem, ending and content.
macro_rules! asset {
    ($stem:literal, $ending:literal, $content_type:literal, $body:expr) => {{
        const BODY: &str = $body;
        const NAME: [u8; $stem.len() + $ending.len() + 10] = named($stem, BODY, $ending);
        match std::str::from_utf8(&NAME) {
            Ok(name) => Asset { name, content_type: $content_type, body: BODY },
            Err(_) => panic!("names are ASCII"),
        }
    }};
}

/// The look of the pages for farmers.
pub const APPLY_CSS: Asset = asset!(
    "apply",
    "css",
    "text/css; charset=utf-8",
    concat!(
        include_str!("../../../console/public/tokens.css"),
        include_str!("../assets/apply.css")
    )
);

/// The look of paper.
pub const PAPER_CSS: Asset = asset!(
    "paper",
    "css",
    "text/css; charset=utf-8",
    concat!(
        include_str!("../../../console/public/tokens.css"),
        include_str!("../assets/paper.css")
    )
);

/// Reads a page aloud where the browser can. Nothing is missing without it.
pub const READ_ALOUD_JS: Asset = asset!(
    "read-aloud",
    "js",
    "text/javascript; charset=utf-8",
    include_str!("../assets/read-aloud.js")
);

/// `stem.0a1b2c3d.ending`, with the hash of the body.
const fn named<const N: usize>(stem: &str, body: &str, ending: &str) -> [u8; N] {
    let mut name = [b'.'; N];
    let (stem, ending) = (stem.as_bytes(), ending.as_bytes());
    let mut at = 0;
    while at < stem.len() {
        name[at] = stem[at];
        at += 1;
    }
    let hash = hash(body.as_bytes());
    let mut digit = 0;
    while digit < 8 {
        name[stem.len() + 1 + digit] =
            b"0123456789abcdef"[(hash >> (4 * (7 - digit))) as usize & 15];
        digit += 1;
    }
    at = 0;
    while at < ending.len() {
        name[stem.len() + 10 + at] = ending[at];
        at += 1;
    }
    name
}

/// FNV-1a, which can be computed while compiling.
const fn hash(bytes: &[u8]) -> u32 {
    let mut hash = 0x811c_9dc5_u32;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_its_authors() {
        assert_eq!(hash(b""), 0x811c_9dc5);
        assert_eq!(hash(b"foobar"), 0xbf9c_f968);
        assert_eq!(&named::<18>("apply", "foobar", "css"), b"apply.bf9cf968.css");
    }
}
