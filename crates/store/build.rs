//! Migrations are embedded at build time: a new file means a new build.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
