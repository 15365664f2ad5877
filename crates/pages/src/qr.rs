//! QR codes, as the path of an SVG.

use std::fmt::Write;

use qrcode::{Color, EcLevel, QrCode};

/// Modules of white around a code, which readers need (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code in units of one module, the white around it included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Qr {
    /// Width and height.
    pub(crate) side: usize,
    /// The black parts, for the attribute `d`.
    pub(crate) path: String,
}

impl Qr {
    /// The code of a text; none when it is longer than any code can hold (about 2300 letters).
    /// A quarter of a code may be dirty or torn: it hangs outdoors, and is photographed.
    pub(crate) fn of(text: &str) -> Option<Qr> {
        let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|left, right| left == right) {
                if run[0] == Color::Dark {
                    let (from, down, long) = (x + QUIET, y + QUIET, run.len());
                    // Writing into a String does not fail.
                    let _ = write!(path, "M{from} {down}h{long}v1h-{long}z");
                }
                x += run.len();
            }
        }
        Some(Qr { side: width + 2 * QUIET, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_white_around_it() {
        let code = Qr::of("https://example.invalid/p?r=1234567890").expect("short enough");
        assert_eq!(code.side, 33 + 8);
        // The upper edge of the first finder pattern.
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", code.path);
        assert_eq!(Qr::of(&"x".repeat(4000)), None);
    }
}
