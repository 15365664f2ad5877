//! The packs as they apply now. A draft that is approved while the program runs takes the place of
//! what was there before; whoever has begun with the old ones ends with them.

use std::sync::{Arc, PoisonError, RwLock};

use policy::Packs;

/// Policy by region and date, of this moment.
#[derive(Debug)]
pub struct PacksInForce(RwLock<Arc<Packs>>);

impl PacksInForce {
    /// With these to begin with.
    #[must_use]
    pub fn new(packs: Packs) -> PacksInForce {
        PacksInForce(RwLock::new(Arc::new(packs)))
    }

    /// The packs of this moment, to be kept for as long as one piece of work takes.
    #[must_use]
    pub fn now(&self) -> Arc<Packs> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts others in their place.
    pub fn replace(&self, packs: Packs) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(packs);
    }
}
