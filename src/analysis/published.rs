//! When and where an article appeared, from `copydesk.toml` or from its own date line; never from a copyright footer.

use super::{ArticleMeta, Outlet, Provenance, Published};
use crate::model::Models;
use crate::token::Structure;

/// The day of publication.
pub fn published(_models: &Models, _text: &str, _structure: &Structure, meta: &ArticleMeta) -> Option<Published> {
    meta.published.map(|date| Published { date, provenance: Provenance::Settings })
}

/// The outlet.
pub fn outlet(_models: &Models, _text: &str, _structure: &Structure, meta: &ArticleMeta) -> Option<Outlet> {
    meta.outlet.clone().map(|name| Outlet { name, provenance: Provenance::Settings })
}
