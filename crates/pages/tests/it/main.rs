//! Pages as they come out, with invented people in them.

mod everywhere;
mod farmers;
mod markup;
mod paper;
mod sample;
