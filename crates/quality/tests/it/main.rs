//! The checker on invented exports, on the shipped packs, and on the sample county.

mod office;
mod sample;
mod shipped;
mod support;
