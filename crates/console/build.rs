//! Builds this crate anew when the console was built anew.

fn main() {
    println!("cargo:rerun-if-changed=../../console/dist");
}
